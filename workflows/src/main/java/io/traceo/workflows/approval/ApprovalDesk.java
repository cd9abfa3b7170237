package io.traceo.workflows.approval;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Hold;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a run waits for people. One subject at a time. Who has not answered when the time is over
 * is paged again, or the run ends, as the budget says; and it ends when what was to be approved no
 * longer holds. Somebody who pauses the run holds it here, so that what was approved is looked at
 * again when it goes on.
 */
public final class ApprovalDesk {
  /**
   * Between two looks at the premise; longer the longer it takes, since each stands in a history.
   */
  private static final Duration SHORTEST_LOOK = Duration.ofSeconds(10);

  private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);
  private static final int LOOKS_PER_AGE = 60;

  private final Journal journal;
  private final Hold hold;
  private @Nullable Ballot ballot;
  private long sinceMillis;
  private long expiresAtMillis;

  /**
   * @param hold by whoever pauses the run
   */
  public ApprovalDesk(Journal journal, Hold hold) {
    this.journal = journal;
    this.hold = hold;
  }

  /**
   * Waits until enough people have approved.
   *
   * @param patience when it is over: PAGE pages and waits on, ABORT ends the run
   * @param premise asked while waiting and once more after the last yes
   * @return {@code ALREADY} when what was asked has changed: then a yes counts for nothing
   * @throws ApplicationFailure {@code Aborted} when the premise no longer holds, {@code
   *     BudgetExpired} when nobody came and the budget says ABORT
   */
  public Receipt await(
      ApprovalSubject subject,
      StartedBy starter,
      ApprovalSettings settings,
      Budget patience,
      Premise premise) {
    Ballot open = new Ballot(subject, starter, settings);
    ballot = open;
    sinceMillis = Workflow.currentTimeMillis();
    expiresAtMillis = sinceMillis + patience.limit().toMillis();
    page(open, "waits for an approval");
    try {
      while (!goesOn(open)) {
        boolean unused =
            Waits.until(nextLook(), "for an approval", () -> goesOn(open) || other(premise));
        check(premise);
        if (other(premise)) {
          return Receipt.already("what was asked has become something else");
        }
        if (Workflow.currentTimeMillis() >= expiresAtMillis) {
          expired(open, patience);
        }
      }
      return Receipt.done("approved by " + String.join(", ", open.given()));
    } finally {
      journal.over(AlertKind.WAITING_FOR_APPROVAL, subject.gate());
      ballot = null;
    }
  }

  private boolean goesOn(Ballot open) {
    return open.decided(Workflow.currentTimeMillis()) && hold.words() == null;
  }

  /** Whoever holds the run holds that, too. */
  private boolean other(Premise premise) {
    return hold.words() == null && premise.changed();
  }

  private Duration nextLook() {
    long now = Workflow.currentTimeMillis();
    long look =
        Math.min(
            LONGEST_LOOK.toMillis(),
            Math.max(SHORTEST_LOOK.toMillis(), (now - sinceMillis) / LOOKS_PER_AGE));
    return Duration.ofMillis(Math.max(1, Math.min(expiresAtMillis - now, look)));
  }

  private static void check(Premise premise) {
    String gone = premise.gone();
    if (gone != null) {
      throw ApplicationFailure.newNonRetryableFailure(gone, FailureTypes.ABORTED);
    }
  }

  private void expired(Ballot open, Budget patience) {
    if (goesOn(open)) {
      return;
    }
    String held = hold.words();
    if (open.decided(Workflow.currentTimeMillis()) && held != null) {
      expiresAtMillis += patience.limit().toMillis();
      journal.page("approved, and still paused by " + held);
      return;
    }
    if (patience.onExpiry() != ExpiryAction.PAGE) {
      throw ApplicationFailure.newNonRetryableFailure(
          "nobody approved within " + patience.limit().toSeconds() + " s",
          FailureTypes.BUDGET_EXPIRED);
    }
    expiresAtMillis += patience.limit().toMillis();
    page(open, "still waits for an approval");
  }

  private void page(Ballot open, String what) {
    ApprovalSubject subject = open.subject();
    LossEstimate loss = subject.loss();
    journal.page(
        AlertKind.WAITING_FOR_APPROVAL,
        subject.gate(),
        what
            + " of "
            + open.needed()
            + (open.needed() == 1 ? " person" : " people")
            + " ("
            + subject.gate()
            + "): "
            + String.join("; ", subject.reasons())
            + (subject.target() == null ? "" : "; " + subject.target() + " would lead")
            + (loss == null ? "" : "; loss: " + loss.text())
            + "; until "
            + Instant.ofEpochMilli(expiresAtMillis));
  }

  /** One person's yes; {@code ALREADY} when it was given before. */
  public Receipt approve(Approval approval) {
    Ballot open = known(ballot);
    long now = Workflow.currentTimeMillis();
    if (open.has(approval, now)) {
      return Receipt.already(approval.approver() + " has approved already");
    }
    String words = open.add(approval, now);
    if (approval.breakGlass()) {
      journal.page("break-glass: approved by " + words);
    } else {
      journal.note("approved by " + words);
    }
    return Receipt.done(
        open.decided(now)
            ? "approved; it goes on"
            : "noted; " + open.missing(now) + " more must approve");
  }

  /**
   * Refuses what does not count.
   *
   * @throws IllegalArgumentException why, and what to do about it
   */
  public void validate(Approval approval) {
    Ballot open = ballot;
    if (open == null) {
      throw new IllegalArgumentException("the run waits for no approval now");
    }
    String problem = open.problem(approval, Workflow.currentTimeMillis());
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** What is waited for; null when nothing is. */
  public @Nullable AwaitedApproval awaiting() {
    Ballot open = ballot;
    return open == null ? null : open.shown(sinceMillis, expiresAtMillis);
  }

  private static Ballot known(@Nullable Ballot open) {
    if (open == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the run waits for no approval now", FailureTypes.REFUSED);
    }
    return open;
  }

  /** What has to hold while people are asked. */
  public interface Premise {
    /** Always holds. */
    Premise NONE = () -> null;

    /** Why it no longer does; null while it does. Never waits long for an answer. */
    @Nullable String gone();

    /**
     * Whether something else is to be asked by now, or nothing: then the wait ends unanswered. Asks
     * nobody, changes nothing.
     */
    default boolean changed() {
      return false;
    }
  }
}
