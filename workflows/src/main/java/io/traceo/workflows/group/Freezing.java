package io.traceo.workflows.group;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether nobody moves a group: a recorded decision with an end. The same again changes nothing.
 */
final class Freezing {
  private final Journal journal;
  private @Nullable Freeze inForce;
  private @Nullable Freeze own;

  /**
   * @param own decided by the group itself
   */
  Freezing(Journal journal, @Nullable Freeze carried, @Nullable Freeze own) {
    this.journal = journal;
    this.inForce = carried;
    this.own = own;
  }

  /** What people decided; null when they did not. */
  @Nullable Freeze inForce() {
    return inForce;
  }

  /** What the group decided for itself, because somebody else changed what it has recorded. */
  @Nullable Freeze own() {
    return own;
  }

  /** The one to show: the group's own before what people decided, which stays beside it. */
  @Nullable Freeze shown() {
    return own != null ? own : inForce;
  }

  /** In words. Only a person ends it. */
  String freezeItself(String differences) {
    Freeze freeze =
        new Freeze(
            "the group itself",
            "somebody else changed it: " + differences,
            Workflow.currentTimeMillis(),
            null);
    own = freeze;
    return freeze.text();
  }

  void liftOwn() {
    own = null;
  }

  /** The one in force at this moment: it ends by itself. */
  @Nullable Freeze at(long now) {
    Freeze freeze = shown();
    return freeze == null || freeze.over(now) ? null : freeze;
  }

  /** Notes the end of one that is over. */
  void tick() {
    Freeze freeze = inForce;
    if (freeze != null && freeze.over(Workflow.currentTimeMillis())) {
      inForce = null;
      journal.note("no longer frozen, its time is over: " + freeze.text());
    }
  }

  Receipt freeze(FreezeOrder order) {
    tick();
    Freeze before = inForce;
    if (before != null
        && before.reason().equals(order.reason())
        && before.untilMillis() != null
        && before.untilMillis().equals(order.untilMillis())) {
      return Receipt.already("already " + before.text());
    }
    long now = Workflow.currentTimeMillis();
    Freeze freeze = new Freeze(order.by(), order.reason(), now, order.untilMillis());
    inForce = freeze;
    String line = freeze.text() + (before == null ? "" : "; before: " + before.text());
    journal.note(line);
    return Receipt.done(line);
  }

  Receipt unfreeze(FreezeOrder order) {
    tick();
    Freeze before = shown();
    if (before == null) {
      return Receipt.already("was not frozen");
    }
    String again = own == null ? "" : "; it freezes itself again as long as that differs";
    inForce = null;
    own = null;
    String line =
        "unfrozen by " + order.by() + ": " + order.reason() + "; was " + before.text() + again;
    journal.note(line);
    return Receipt.done(line);
  }

  static void requireComplete(FreezeOrder order) {
    requireNameAndReason(order);
    Long until = order.untilMillis();
    if (until == null) {
      throw new IllegalArgumentException("until when? field \"untilMillis\" is missing");
    }
    if (until <= Workflow.currentTimeMillis()) {
      throw new IllegalArgumentException(
          "until " + Instant.ofEpochMilli(until) + " is over already; name a later time");
    }
  }

  static void requireNameAndReason(FreezeOrder order) {
    if (order.by() == null || order.by().isBlank()) {
      throw new IllegalArgumentException("who decides this? field \"by\" is missing");
    }
    if (order.reason() == null || order.reason().isBlank()) {
      throw new IllegalArgumentException("why? field \"reason\" is missing");
    }
  }
}
