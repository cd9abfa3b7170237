package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Waits for seals: all of them for a second, then only for enough. A member that could not be
 * sealed yet keeps following the old leader and is rebuilt later.
 *
 * @param needed of those that count
 * @param patience for enough of them; then the run is refused, since loss is possible
 */
record Sealing(List<Seal> pending, int needed, Duration patience) {
  private static final Duration FOR_ALL = Duration.ofSeconds(1);

  /**
   * One that was asked for.
   *
   * @param counts whether the member is in the synchronous set in force; others prove nothing
   */
  record Seal(boolean counts, Promise<SealedMember> member) {
    boolean done() {
      return member.isCompleted();
    }

    boolean sealed() {
      return done() && member.getFailure() == null;
    }
  }

  List<SealedMember> await() {
    boolean all =
        Waits.until(FOR_ALL, "for every seal", () -> pending.stream().allMatch(Seal::done));
    boolean unused =
        all
            || Waits.until(
                patience,
                "for enough seals",
                () -> counted() >= needed || pending.stream().allMatch(Seal::done));
    for (Seal seal : pending) {
      if (seal.done() && seal.member().getFailure() != null && stale(seal.member().getFailure())) {
        throw (TemporalFailure) seal.member().getFailure();
      }
    }
    Prechecks.require(Prechecks.sealedEnough(counted(), needed));
    return sealed().map(s -> s.member().get()).toList();
  }

  private static boolean stale(RuntimeException failure) {
    return failure instanceof TemporalFailure
        && TemporalFailures.isType(failure, FailureTypes.STALE_EPOCH);
  }

  private Stream<Seal> sealed() {
    return pending.stream().filter(Seal::sealed);
  }

  private long counted() {
    return sealed().filter(Seal::counts).count();
  }
}
