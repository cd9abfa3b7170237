package io.traceo.workflows.capacity;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.CapacityActivities;
import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;
import java.util.List;

/** How plans and rollouts call activities, and how they refuse. */
final class CapacityCalls {
  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BUDGET = Duration.ofSeconds(40);

  private CapacityCalls() {}

  static GroupActivities group(String summary) {
    return Stubs.step(GroupActivities.class, BUDGET, summary);
  }

  static EvidenceActivities evidence() {
    return Stubs.step(EvidenceActivities.class, BUDGET, "keep the report");
  }

  /** Looks only; given up in the end, with what the last try said. */
  static CapacityActivities look(String summary) {
    return Stubs.longRunning(
        CapacityActivities.class, TaskQueues.CONTROL, ATTEMPT, ATTEMPT, PATIENCE, summary);
  }

  /** Changes; tried until it is done or can't be. */
  static CapacityActivities change(String summary) {
    return Stubs.step(CapacityActivities.class, BUDGET, summary);
  }

  /** Nothing was begun, or nothing stays of it. */
  static ApplicationFailure refused(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.REFUSED);
  }

  /** The run can't go on; what it changed is taken back. */
  static ApplicationFailure ended(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.ABORTED);
  }

  static void refuseUnlessEmpty(List<String> reasons) {
    if (!reasons.isEmpty()) {
      throw refused(String.join("; ", reasons));
    }
  }
}
