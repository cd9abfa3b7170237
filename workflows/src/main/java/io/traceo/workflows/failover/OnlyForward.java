package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.group.GroupStatus;
import java.time.Duration;

/**
 * Steps after the point of no return: a cancellation alone does not end them. Where the new leader
 * was lost as well, the group replaces the run: it is cancelled, and the group's epoch moves on. No
 * member says so where nothing answers any more, and the steps would wait for it for ever.
 *
 * @param group its answer is welcome and never needed
 */
record OnlyForward(GroupLink group, FailoverPlan plan) {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /**
   * Takes the steps.
   *
   * @throws ApplicationFailure {@code StaleEpoch} when they were ended so
   */
  void run(Runnable steps) {
    Promise<String> cancelled = CancellationScope.current().getCancellationRequest();
    CancellationScope forward = Workflow.newDetachedCancellationScope(steps);
    CompletablePromise<Long> newer = Workflow.newPromise();
    CompletablePromise<Void> over = Workflow.newPromise();
    Workflow.newDetachedCancellationScope(
            () -> Async.procedure(() -> endIfReplaced(cancelled, over, newer, forward)))
        .run();
    try {
      forward.run();
    } catch (TemporalFailure e) {
      if (newer.isCompleted() && Tries.cancelled(e)) {
        throw ApplicationFailure.newNonRetryableFailure(
            "cancelled, and the group has epoch %d, this run has %d: a newer one acted"
                .formatted(newer.get(), plan.epoch()),
            FailureTypes.STALE_EPOCH);
      }
      throw e;
    } finally {
      over.complete(null);
    }
  }

  private void endIfReplaced(
      Promise<String> cancelled,
      Promise<Void> over,
      CompletablePromise<Long> newer,
      CancellationScope forward) {
    Workflow.await(() -> cancelled.isCompleted() || over.isCompleted());
    while (!over.isCompleted()) {
      GroupStatus status = new LeaderAnswers(group, plan).look();
      if (status != null && status.epoch() > plan.epoch() && !over.isCompleted()) {
        newer.complete(status.epoch());
        forward.cancel("a newer failover acted");
        return;
      }
      Waits.until(AGAIN, "until the group knows of a newer failover", over::isCompleted);
    }
  }
}
