package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.approval.ApprovalDesk;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.group.VerdictRule;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the leader that a run is to replace is back. One that lives goes on acknowledging: what
 * was decided or approved before is no longer true. The group's answer is welcome and never needed.
 *
 * @param other whether what people are asked has become something else
 */
record LeaderAnswers(GroupLink group, FailoverPlan plan, Supplier<Boolean> other)
    implements ApprovalDesk.Premise {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** With nobody to be asked. */
  LeaderAnswers(GroupLink group, FailoverPlan plan) {
    this(group, plan, () -> false);
  }

  @Override
  public @Nullable String gone() {
    return gone(look());
  }

  /** The same by this answer of the group; null when there was none. */
  @Nullable String gone(@Nullable GroupStatus status) {
    if (status == null || status.verdict() == Verdict.UNKNOWN) {
      return null;
    }
    if (!status.verdict().callsForFailover()) {
      return plan.fromRegion() + " answers again (" + status.verdict() + "): nobody was promoted";
    }
    // A run that was told so before has looked at it, and could not seal it.
    boolean isNew =
        !plan.approvals().isEmpty()
            && !group.leaderReadOnly()
            && VerdictRule.answersReadOnly(status.observations());
    return isNew
        ? plan.fromRegion()
            + " is back, read-only: sealed with the others it spares the approval; nobody was"
            + " promoted"
        : null;
  }

  @Override
  public boolean changed() {
    return other.get();
  }

  /** What the group knows; null when it does not say in time. */
  @Nullable GroupStatus look() {
    Promise<GroupStatus> asked =
        Async.function(
            () ->
                FailoverActivities.group("what do the observers say now?")
                    .status(new StatusRequest(plan.group())));
    if (!Waits.until(PATIENCE, "for the group's answer", asked::isCompleted)) {
      return null;
    }
    try {
      return asked.get();
    } catch (TemporalFailure e) {
      if (Tries.cancelled(e)) {
        throw e;
      }
      return null;
    }
  }
}
