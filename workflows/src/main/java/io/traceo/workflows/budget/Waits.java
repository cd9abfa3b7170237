package io.traceo.workflows.budget;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits whose timer goes with them. */
public final class Waits {
  private Waits() {}

  /**
   * As {@link Workflow#await(Duration, Supplier)}, but the timer is cancelled when the condition is
   * met first: left alone, each one wakes the workflow later for nothing, in the middle of whatever
   * it does then.
   *
   * @return whether the condition holds
   */
  public static boolean until(Duration limit, Supplier<Boolean> condition) {
    if (condition.get()) {
      return true;
    }
    CancellationScope clock =
        Workflow.newCancellationScope(
            () -> {
              Promise<Void> timer = Workflow.newTimer(limit);
              Workflow.await(() -> condition.get() || timer.isCompleted());
              CancellationScope.current().cancel();
            });
    clock.run();
    return condition.get();
  }
}
