package io.traceo.workflows.contract;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Activity stubs with the house's limits: an attempt is much shorter than its budget, since a task
 * handed to a frozen worker counts as started and is only given to another when the attempt ends.
 */
public final class Stubs {
  private static final Duration SHORTEST_ATTEMPT = Duration.ofSeconds(1);

  /** A shorter pause is a busy worker's; the server hears of it after four fifths of this. */
  private static final Duration SHORTEST_BEAT = Duration.ofSeconds(2);

  private Stubs() {}

  /**
   * For a step with a budget, on any control worker.
   *
   * @param budget attempts are a quarter of it, at least a second
   * @param summary what an operator reads in the Web UI
   */
  public static <T> T step(Class<T> type, Duration budget, String summary) {
    return Workflow.newActivityStub(
        type, options(TaskQueues.CONTROL, attempt(budget), null, summary).build());
  }

  /**
   * For a step that waits for something within its budget, or that stops and starts a server, and
   * heartbeats meanwhile: a worker that dies costs a quarter of it, at least two seconds. In a
   * place that is away it waits there.
   *
   * @param attempt the whole budget
   */
  public static <T> T waiting(Class<T> type, String queue, Duration attempt, String summary) {
    Duration quarter = attempt(attempt);
    Duration heartbeat = quarter.compareTo(SHORTEST_BEAT) < 0 ? SHORTEST_BEAT : quarter;
    return longRunning(type, queue, attempt, heartbeat, summary);
  }

  /** For long work that heartbeats. */
  public static <T> T longRunning(
      Class<T> type, String queue, Duration attempt, Duration heartbeat, String summary) {
    return Workflow.newActivityStub(type, options(queue, attempt, heartbeat, summary).build());
  }

  /**
   * The same, given up in the end. A cancelled run waits until it is over, so that what takes it
   * back comes after it and not before.
   *
   * @param within all attempts together; the failure tells what the last one said
   */
  public static <T> T longRunning(
      Class<T> type,
      String queue,
      Duration attempt,
      Duration heartbeat,
      Duration within,
      String summary) {
    return Workflow.newActivityStub(
        type,
        options(queue, attempt, heartbeat, summary)
            .setScheduleToCloseTimeout(within)
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .build());
  }

  /**
   * For long work whose next try the workflow makes itself, since what it would ask then may have
   * changed: one attempt. A cancelled run waits until it is over.
   */
  public static <T> T once(
      Class<T> type, String queue, Duration attempt, Duration heartbeat, String summary) {
    return Workflow.newActivityStub(
        type,
        options(queue, attempt, heartbeat, summary)
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .build());
  }

  /** For an observer: one attempt, so that the workflow hears of every heartbeat timeout. */
  public static <T> T observer(Class<T> type, String place, String summary) {
    return Workflow.newActivityStub(
        type,
        options(TaskQueues.place(place), Duration.ofHours(1), Duration.ofSeconds(5), summary)
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .build());
  }

  private static ActivityOptions.Builder options(
      String queue, Duration attempt, @Nullable Duration heartbeat, String summary) {
    ActivityOptions.Builder builder =
        ActivityOptions.newBuilder()
            .setTaskQueue(queue)
            .setStartToCloseTimeout(attempt)
            .setCancellationType(ActivityCancellationType.TRY_CANCEL)
            .setRetryOptions(retries())
            .setSummary(summary);
    return heartbeat == null ? builder : builder.setHeartbeatTimeout(heartbeat);
  }

  private static Duration attempt(Duration budget) {
    Duration quarter = budget.dividedBy(4);
    return quarter.compareTo(SHORTEST_ATTEMPT) < 0 ? SHORTEST_ATTEMPT : quarter;
  }

  private static RetryOptions retries() {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofMillis(50))
        .setBackoffCoefficient(1.5)
        .setMaximumInterval(Duration.ofSeconds(1))
        .setDoNotRetry(FailureTypes.FINAL.toArray(new String[0]))
        .build();
  }
}
