package io.traceo.workflows.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has said yes to one subject, and whose yes counts. Plain state without waits or clock. */
final class Ballot {
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Two clocks differ a little. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final ApprovalSubject subject;
  private final String hash;
  private final StartedBy starter;
  private final ApprovalSettings settings;
  private final List<Approval> yes = new ArrayList<>();

  Ballot(ApprovalSubject subject, StartedBy starter, ApprovalSettings settings) {
    this.subject = subject;
    this.hash = Statements.hash(subject);
    this.starter = starter;
    this.settings = settings;
  }

  ApprovalSubject subject() {
    return subject;
  }

  int needed() {
    return starter.approvers();
  }

  /** How many more must come. */
  int missing(long now) {
    return decided(now) ? 0 : needed() - (int) standing(now);
  }

  boolean decided(long now) {
    return standing(now) >= needed()
        || yes.stream().anyMatch(a -> a.breakGlass() && a.expiresAtMillis() > now);
  }

  private long standing(long now) {
    return yes.stream().filter(a -> a.expiresAtMillis() > now).count();
  }

  /** Whether this person's yes stands already, to the same and no less. */
  boolean has(Approval approval, long now) {
    return yes.stream()
        .filter(before -> sameApprover(before, approval))
        .anyMatch(
            before ->
                before.expiresAtMillis() > now && (before.breakGlass() || !approval.breakGlass()));
  }

  /** Adds what was validated before; says who. */
  String add(Approval approval, long now) {
    String problem = problem(approval, now);
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    yes.removeIf(before -> sameApprover(before, approval));
    yes.add(approval);
    return words(approval);
  }

  private static boolean sameApprover(Approval one, Approval other) {
    return StartedBy.name(one.approver()).equals(StartedBy.name(other.approver()));
  }

  List<String> given() {
    return yes.stream().map(Ballot::words).toList();
  }

  private static String words(Approval approval) {
    String reason = approval.reason();
    return approval.approver()
        + (approval.signature() == null ? " (unsigned, lab only)" : "")
        + (approval.breakGlass() ? " (break-glass)" : "")
        + (reason == null || reason.isBlank() ? "" : ": " + reason);
  }

  /** Why this yes does not count; null when it does. */
  @Nullable String problem(Approval approval, long now) {
    if (!hash.equals(approval.subject())) {
      return "this approval is about something else than what the run waits for now ("
          + hash
          + "): look again and approve that";
    }
    if (approval.approver() == null || approval.approver().isBlank()) {
      return "who approves? field \"approver\" is missing";
    }
    if (approval.expiresAtMillis() <= now) {
      return "this approval has expired at "
          + Instant.ofEpochMilli(approval.expiresAtMillis())
          + ": approve again";
    }
    if (approval.issuedAtMillis() > now + SKEW.toMillis()) {
      return "this approval is from the future: compare the clocks of the API and of Temporal";
    }
    if (approval.expiresAtMillis() - approval.issuedAtMillis() > LONGEST.toMillis()) {
      return "an approval is valid for at most " + LONGEST.toMinutes() + " minutes";
    }
    if (approval.breakGlass() && (approval.reason() == null || approval.reason().isBlank())) {
      return "break-glass needs a reason";
    }
    if (!approval.breakGlass() && starter.is(approval.approver())) {
      return approval.approver() + " has started this run: somebody else has to approve it";
    }
    return signature(approval);
  }

  private @Nullable String signature(Approval approval) {
    if (approval.signature() == null && settings.unsigned()) {
      return null;
    }
    String problem = Statements.problem(approval, settings.keys());
    return problem == null
        ? null
        : "this approval does not count, " + problem + ": approve through the HTTP API";
  }

  AwaitedApproval shown(long sinceMillis, long expiresAtMillis) {
    String began = starter.user();
    return new AwaitedApproval(
        subject,
        hash,
        needed(),
        given(),
        sinceMillis,
        expiresAtMillis,
        began == null ? List.of() : List.of(began));
  }
}
