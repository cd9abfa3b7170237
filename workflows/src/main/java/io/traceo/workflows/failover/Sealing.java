package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for seals: all of them for a second, then only for enough. A member that could not be
 * sealed yet keeps following the old leader and is rebuilt later.
 *
 * @param rule what is enough
 * @param patience for enough of them; then the run is refused, or people are asked, since loss is
 *     possible
 */
record Sealing(List<Promise<SealedMember>> pending, SealRule rule, Duration patience) {
  private static final Duration FOR_ALL = Duration.ofSeconds(1);

  void await() {
    boolean all =
        Waits.until(
            FOR_ALL, "for every seal", () -> pending.stream().allMatch(Promise::isCompleted));
    boolean unused =
        all
            || Waits.until(
                patience,
                "for enough seals",
                () -> rule.enough(sealed()) || pending.stream().allMatch(Promise::isCompleted));
  }

  /**
   * Who is sealed by now. The others are tried again and again, which leaves nothing in the
   * history, as long as the run goes on.
   *
   * @throws TemporalFailure when somebody newer operates on one of them, or has promoted one
   */
  List<SealedMember> now() {
    for (Promise<SealedMember> seal : pending) {
      if (seal.isCompleted() && seal.getFailure() != null && taken(seal.getFailure())) {
        throw (TemporalFailure) seal.getFailure();
      }
    }
    return sealed();
  }

  /** Whether that is something else than before. Never throws: others ask while they wait. */
  boolean changedSince(List<SealedMember> before) {
    return sealed().size() != before.size()
        || pending.stream()
            .anyMatch(s -> s.isCompleted() && s.getFailure() != null && taken(s.getFailure()));
  }

  private static boolean taken(RuntimeException failure) {
    return failure instanceof TemporalFailure
        && (TemporalFailures.isType(failure, FailureTypes.STALE_EPOCH)
            || TemporalFailures.isType(failure, FailureTypes.CONFLICT));
  }

  private List<SealedMember> sealed() {
    List<SealedMember> done = new ArrayList<>();
    for (Promise<SealedMember> seal : pending) {
      if (seal.isCompleted() && seal.getFailure() == null) {
        done.add(seal.get());
      }
    }
    return done;
  }
}
