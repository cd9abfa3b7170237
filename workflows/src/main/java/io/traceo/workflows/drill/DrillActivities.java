package io.traceo.workflows.drill;

import io.traceo.workflows.activity.FaultActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.LedgerActivities;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;

/** The activity stubs of a drill. */
final class DrillActivities {
  private DrillActivities() {}

  static GroupActivities group(String summary) {
    return Stubs.step(GroupActivities.class, Duration.ofSeconds(40), summary);
  }

  static FaultActivities fault(String summary) {
    return Stubs.longRunning(
        FaultActivities.class,
        TaskQueues.DRILL,
        Duration.ofMinutes(2),
        Duration.ofSeconds(30),
        summary);
  }

  static LedgerActivities ledger(String summary) {
    return Stubs.longRunning(
        LedgerActivities.class,
        TaskQueues.DRILL,
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        summary);
  }
}
