package io.traceo.workflows.drill;

import io.traceo.workflows.activity.GroupActivities.Neighbour;
import io.traceo.workflows.activity.LedgerActivities.Losses;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.topology.RecoveryObjective;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reasons to end a drill whose fault is in force. Pure. */
final class DrillAborts {
  private DrillAborts() {}

  /**
   * What is known at one look.
   *
   * @param nowMillis Temporal's clock
   * @param faultAtMillis the injector's
   * @param epochBefore highest epoch before the fault
   * @param losses of the ledger so far; null while nobody new leads or when it could not be asked
   */
  record Facts(
      long nowMillis,
      long faultAtMillis,
      long epochBefore,
      GroupStatus group,
      List<Neighbour> neighbours,
      @Nullable Losses losses) {

    /** The drilled failover once somebody was promoted; null before. */
    @Nullable FailoverSummary promoted() {
      FailoverSummary last = group.lastFailover();
      return last != null && last.epoch() > epochBefore && last.toRegion() != null ? last : null;
    }

    /** The failover that may still be called off; null when there is none. */
    @Nullable Grant failing() {
      Grant holder = group.grant();
      return promoted() == null && holder != null && holder.kind() == Grant.Kind.FAILOVER
          ? holder
          : null;
    }
  }

  /** The first reason to end the drill, worst first; null when it may go on. */
  static @Nullable String reason(Facts facts, RecoveryObjective promise, double factor) {
    String reason = loss(facts.losses());
    for (Neighbour neighbour : facts.neighbours()) {
      reason = reason == null ? wider(neighbour) : reason;
    }
    reason = reason == null ? detection(facts, limit(promise.detection(), factor)) : reason;
    reason = reason == null ? failover(facts, limit(promise.failover(), factor)) : reason;
    return reason == null ? recovery(facts, limit(promise.recoveryTime(), factor)) : reason;
  }

  /** A promised time, blown by the factor, in milliseconds. */
  static long limit(Duration promised, double factor) {
    return Math.round(promised.toMillis() * factor);
  }

  private static @Nullable String loss(@Nullable Losses losses) {
    if (losses == null) {
      return null;
    }
    if (losses.lost() > 0) {
      return losses.lost() + " acknowledged writes are missing on the new leader";
    }
    return losses.doubleLeader() > 0
        ? losses.doubleLeader() + " writes were acknowledged by an old leader beside the new one"
        : null;
  }

  private static @Nullable String wider(Neighbour neighbour) {
    String trouble = neighbour.trouble();
    return trouble == null
        ? null
        : "the fault reaches further than announced: group " + neighbour.group() + ": " + trouble;
  }

  private static @Nullable String detection(Facts facts, long limit) {
    FailoverSummary done = facts.promoted();
    Long detected = done == null ? null : done.detectedAtMillis();
    if (detected != null) {
      return late("detected", detected - facts.faultAtMillis(), limit);
    }
    // A failover under way was decided upon a detection, whose time is told with the promotion.
    return done == null && facts.failing() == null
        ? late("not detected yet", facts.nowMillis() - facts.faultAtMillis(), limit)
        : null;
  }

  private static @Nullable String failover(Facts facts, long limit) {
    FailoverSummary done = facts.promoted();
    if (done == null || done.decidedAtMillis() == null) {
      return null;
    }
    Long resumed = done.resumedAtMillis();
    return resumed == null
        ? late("not resumed yet", facts.nowMillis() - done.decidedAtMillis(), limit)
        : late("resumed after the decision", resumed - done.decidedAtMillis(), limit);
  }

  private static @Nullable String recovery(Facts facts, long limit) {
    FailoverSummary done = facts.promoted();
    Long resumed = done == null ? null : done.resumedAtMillis();
    return resumed == null
        ? late("not recovered yet", facts.nowMillis() - facts.faultAtMillis(), limit)
        : late("recovered", resumed - facts.faultAtMillis(), limit);
  }

  private static @Nullable String late(String what, long took, long limit) {
    return took > limit ? what + " after " + took + " ms, more than " + limit + " ms" : null;
  }
}
