package io.traceo.workflows.capacity;

import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.activity.CapacityActivities.Change;
import io.traceo.workflows.activity.CapacityActivities.Rehearsal;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.capacity.RolloutRegion.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One region in a rollout, and how far it is. */
final class RegionChange {
  private final Change change;
  private final Rehearsal rehearsal;
  private final boolean leads;
  private int batch;
  private State state;
  private @Nullable String detail;

  RegionChange(Change change, Rehearsal rehearsal, boolean leads) {
    this.change = change;
    this.rehearsal = rehearsal;
    this.leads = leads;
    this.state = differs() ? State.PLANNED : State.ALREADY;
  }

  /** One that an earlier run has changed, or may have; what differed is known to that run only. */
  static RegionChange left(Application application, int batch) {
    Rehearsal rehearsal =
        new Rehearsal(
            application.before(), application.expected(), List.of(), List.of(), List.of());
    RegionChange change = new RegionChange(application.change(), rehearsal, false);
    change.joins(batch);
    change.become(State.TOUCHED, null);
    return change;
  }

  /** Whether anything of it changes. */
  boolean differs() {
    return !rehearsal.differences().isEmpty();
  }

  boolean leads() {
    return leads;
  }

  int floor() {
    return change.size().minimum();
  }

  void joins(int number) {
    batch = number;
  }

  String region() {
    return change.region();
  }

  /** From 1; 0 when nothing of it changes. */
  int batch() {
    return batch;
  }

  /** Whether anything of it may have been changed, and not taken back. */
  boolean touched() {
    return state == State.TOUCHED || state == State.PROVEN;
  }

  void become(State next, @Nullable String words) {
    state = next;
    detail = words;
  }

  Application application() {
    return new Application(change, rehearsal.before(), rehearsal.expected());
  }

  RolloutRegion record() {
    return new RolloutRegion(
        change.region(),
        batch,
        leads,
        change.size(),
        rehearsal.differences(),
        rehearsal.drift(),
        state,
        detail);
  }

  /** What would change, and what somebody should know about it. */
  void tell(Journal journal) {
    journal.note(line());
    rehearsal.notes().forEach(n -> journal.note(region() + ": " + n));
    rehearsal.drift().forEach(d -> journal.note(region() + ": " + d));
  }

  String line() {
    return (batch == 0 ? "as it is: " : "batch " + batch + ": ")
        + change.region()
        + (leads ? ", which leads, " : " ")
        + change.size()
        + " replicas"
        + (rehearsal.differences().isEmpty()
            ? ""
            : ": " + String.join(", ", rehearsal.differences()));
  }
}
