package io.traceo.workflows.capacity;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.capacity.CapacityRolloutWorkflow.PauseOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether somebody holds a rollout between two batches. One that is forgotten pages. */
final class RolloutPause {
  private static final Duration LONG = Duration.ofHours(1);

  private final Journal journal;
  private @Nullable String by;

  RolloutPause(Journal journal) {
    this.journal = journal;
  }

  /** Who and why; null when nobody does. */
  @Nullable String words() {
    return by;
  }

  Receipt pause(PauseOrder order) {
    if (by != null) {
      return Receipt.already("paused by " + by);
    }
    by = order.by() + ": " + order.reason();
    journal.note("paused by " + by);
    return Receipt.done("paused: no further batch begins");
  }

  Receipt resume(PauseOrder order) {
    if (by == null) {
      return Receipt.already("it was not paused");
    }
    by = null;
    journal.note("resumed by " + order.by() + ": " + order.reason());
    return Receipt.done("resumed");
  }

  static void requireNameAndReason(PauseOrder order) {
    if (order.by() == null || order.by().isBlank()) {
      throw new IllegalArgumentException("who decides this? field \"by\" is missing");
    }
    if (order.reason() == null || order.reason().isBlank()) {
      throw new IllegalArgumentException("why? field \"reason\" is missing");
    }
  }

  /** Comes back once nobody holds it. */
  void await() {
    if (by == null || Waits.until(LONG, "until it is resumed", () -> by == null)) {
      return;
    }
    journal.page("the rollout has been paused for " + LONG.toHours() + " h by " + by);
    Workflow.await(() -> by == null);
  }
}
