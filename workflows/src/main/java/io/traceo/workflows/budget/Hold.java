package io.traceo.workflows.budget;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether somebody holds a run between two steps. One that is forgotten pages. */
public final class Hold {
  private static final Duration LONG = Duration.ofHours(1);

  private final Journal journal;
  private final String held;
  private @Nullable String by;

  /**
   * @param held what does not happen while somebody holds it, in words
   */
  public Hold(Journal journal, String held) {
    this.journal = journal;
    this.held = held;
  }

  /** Who and why; null when nobody does. */
  public @Nullable String words() {
    return by;
  }

  public Receipt pause(RunOrder order) {
    if (by != null) {
      return Receipt.already("paused by " + by);
    }
    by = order.by() + ": " + order.reason();
    journal.note("paused by " + by);
    return Receipt.done("paused: " + held);
  }

  public Receipt resume(RunOrder order) {
    if (by == null) {
      return Receipt.already("it was not paused");
    }
    by = null;
    journal.note("resumed by " + order.by() + ": " + order.reason());
    return Receipt.done("resumed");
  }

  /** Comes back once nobody holds it; whether somebody did. */
  public boolean await() {
    if (by == null) {
      return false;
    }
    if (!Waits.until(LONG, "until it is resumed", () -> by == null)) {
      journal.page("the run has been paused for " + LONG.toHours() + " h by " + by);
      Workflow.await(() -> by == null);
    }
    return true;
  }
}
