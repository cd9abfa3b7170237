package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promote whose answer is missing. Raising the target's epoch settles it: either the target
 * refuses, because it leads, or every promote still under way is refused from then on.
 */
final class UnknownPromotion {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private UnknownPromotion() {}

  /** The promotion if it happened, else null; comes back only when that is certain. */
  static @Nullable Promotion resolve(FailoverPlan plan, SealedMember target, Journal journal) {
    journal.note("promote of " + target.region() + " has no answer: looking at it");
    boolean paged = false;
    while (true) {
      try {
        MemberState state =
            FailoverActivities.look("did " + target.region() + " get promoted?")
                .survey(new SurveyRequest(plan.group(), List.of(target.region())))
                .members()
                .get(0);
        if (state.reachable() && !state.standby()) {
          journal.note(target.region() + " was promoted after all");
          return new Promotion(target.region(), state.timeline(), target.position(), "ALREADY");
        }
        if (state.reachable()) {
          raise(plan, target.region());
          return null;
        }
      } catch (TemporalFailure e) {
        if (!TemporalFailures.isType(e, FailureTypes.CONFLICT)) {
          throw e;
        }
      }
      if (!paged) {
        journal.page(target.region() + " can't be looked at; it may have been promoted");
        paged = true;
      }
      Waits.pause(PAUSE, "before looking at " + target.region() + " again");
    }
  }

  /** A restored server follows nobody, also not for a moment. */
  private static void raise(FailoverPlan plan, String region) {
    DatabaseActivities database = FailoverActivities.look("raise the epoch of " + region);
    if (plan.mode() == FailoverMode.RESTORE) {
      SealedMember unused =
          database.seal(new SealRequest(plan.group(), region, plan.fromRegion(), plan.epoch() + 1));
    } else {
      Receipt unused = database.unseal(UndoList.unsealing(plan, region));
    }
  }
}
