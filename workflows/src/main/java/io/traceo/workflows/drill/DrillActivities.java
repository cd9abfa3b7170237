package io.traceo.workflows.drill;

import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.FaultActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.LedgerActivities;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;

/** The activity stubs of a drill. */
final class DrillActivities {
  /** An injector that is silent for so long is given up: its dead-man timer lifts the fault. */
  private static final Duration FAULT = Duration.ofMinutes(5);

  private static final Duration LOOK = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofSeconds(5);

  private DrillActivities() {}

  static GroupActivities group(String summary) {
    return Stubs.step(GroupActivities.class, Duration.ofSeconds(40), summary);
  }

  /** A short look; fails soon when nobody answers. */
  static GroupActivities glance(String summary) {
    return Stubs.longRunning(
        GroupActivities.class, TaskQueues.CONTROL, GLANCE, GLANCE, GLANCE.multipliedBy(2), summary);
  }

  /** What a place has of backups; given up when it does not answer. */
  static BackupActivities backups(String place, String summary) {
    return Stubs.longRunning(
        BackupActivities.class, TaskQueues.place(place), LOOK, LOOK, LOOK, summary);
  }

  static FaultActivities fault(String summary) {
    return Stubs.longRunning(
        FaultActivities.class,
        TaskQueues.DRILL,
        Duration.ofMinutes(2),
        Duration.ofSeconds(30),
        FAULT,
        summary);
  }

  /**
   * @param within then the drill goes on without it
   */
  static LedgerActivities ledger(String summary, Duration within) {
    return Stubs.longRunning(
        LedgerActivities.class,
        TaskQueues.DRILL,
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        within,
        summary);
  }
}
