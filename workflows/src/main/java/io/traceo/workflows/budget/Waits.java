package io.traceo.workflows.budget;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits whose timer says what it is for, and goes when it is no longer needed. */
public final class Waits {
  private Waits() {}

  /**
   * As {@link Workflow#await(Duration, Supplier)}, but the timer is cancelled when the condition is
   * met first: left alone, each one wakes the workflow later for nothing, in the middle of whatever
   * it does then.
   *
   * @param summary what an operator reads in the Web UI
   * @return whether the condition holds
   */
  public static boolean until(Duration limit, String summary, Supplier<Boolean> condition) {
    if (condition.get()) {
      return true;
    }
    CancellationScope clock =
        Workflow.newCancellationScope(
            () -> {
              Promise<Void> timer = timer(limit, summary);
              Workflow.await(() -> condition.get() || timer.isCompleted());
              CancellationScope.current().cancel();
            });
    clock.run();
    return condition.get();
  }

  /**
   * As {@link Workflow#sleep(Duration)}.
   *
   * @param summary what an operator reads in the Web UI
   */
  public static void pause(Duration time, String summary) {
    timer(time, summary).get();
  }

  /** A timer with a summary. */
  public static Promise<Void> timer(Duration time, String summary) {
    return Workflow.newTimer(time, TimerOptions.newBuilder().setSummary(summary).build());
  }
}
