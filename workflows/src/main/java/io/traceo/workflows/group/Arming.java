package io.traceo.workflows.group;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import org.jspecify.annotations.Nullable;

/** Whether a group acts: a recorded decision. Deciding the same again changes nothing. */
final class Arming {
  private final Journal journal;
  private @Nullable ArmDecision last;

  /**
   * @param armedBy all that an earlier version kept of its decision
   */
  Arming(Journal journal, @Nullable ArmDecision carried, @Nullable String armedBy) {
    this.journal = journal;
    this.last =
        carried == null && armedBy != null
            ? new ArmDecision(true, armedBy, "not kept by an earlier version", 0)
            : carried;
  }

  boolean armed() {
    return last != null && last.armed();
  }

  /** Who armed it; null while it only observes. */
  @Nullable String armedBy() {
    return last != null && last.armed() ? last.by() : null;
  }

  /** Null when nobody ever decided: it only observes. */
  @Nullable ArmDecision last() {
    return last;
  }

  Receipt decide(boolean armed, ArmOrder order) {
    ArmDecision before = last;
    if (armed() == armed) {
      return Receipt.already(
          before == null ? "observes only: nobody has armed it yet" : "already " + before.text());
    }
    ArmDecision now =
        new ArmDecision(armed, order.by(), order.reason(), Workflow.currentTimeMillis());
    last = now;
    journal.note(now.text());
    return Receipt.done(now.text());
  }

  static void requireNameAndReason(ArmOrder order) {
    if (order.by() == null || order.by().isBlank()) {
      throw new IllegalArgumentException("who decides this? field \"by\" is missing");
    }
    if (order.reason() == null || order.reason().isBlank()) {
      throw new IllegalArgumentException("why? field \"reason\" is missing");
    }
  }
}
