package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.approval.ApprovalDesk;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the leader that a run is to replace is back. One that lives goes on acknowledging: what
 * was decided or approved before is no longer true. The group's answer is welcome and never needed.
 */
record LeaderAnswers(GroupLink group, FailoverPlan plan) implements ApprovalDesk.Premise {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Override
  public @Nullable String gone() {
    GroupStatus status = look();
    if (status == null
        || status.verdict() == Verdict.UNKNOWN
        || status.verdict().callsForFailover()) {
      return null;
    }
    return plan.fromRegion() + " answers again (" + status.verdict() + "): nobody was promoted";
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
