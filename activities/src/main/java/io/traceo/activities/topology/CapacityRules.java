package io.traceo.activities.topology;

import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.capacity.AutoscalerPolicy;
import io.traceo.workflows.capacity.CapacityRunbook;
import io.traceo.workflows.capacity.PlanPolicy;
import io.traceo.workflows.capacity.RolloutGate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a schema can't say about capacity. */
record CapacityRules(CapacityRunbook runbook, YamlFile file) {
  /** The longest stabilization window that an autoscaler may have, by its API's own rule. */
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  void check() {
    new ScheduleRule(runbook.schedule(), file).check();
    AutoscalerPolicy autoscaler = runbook.autoscaler();
    window("scaleDownAfter", autoscaler.scaleDownAfter());
    window("scaleUpAfter", autoscaler.scaleUpAfter());
    if (runbook.rollout().ready().onExpiry() == ExpiryAction.FORCE) {
      file.error(
          "/rollout/ready/onExpiry",
          "a region whose pods don't get ready must not be followed by the next one; use ABORT,"
              + " which takes back, or PAGE");
    }
    PlanPolicy plan = runbook.plan();
    if (plan != null && plan.minimumReplicas() > plan.maximumReplicas()) {
      file.error(
          "/plan/minimumReplicas",
          plan.minimumReplicas()
              + " is above maximumReplicas, which is "
              + plan.maximumReplicas()
              + "; lower one or raise the other");
    }
    List<RolloutGate> gates = runbook.rollout().gates();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < gates.size(); i++) {
      if (!seen.add(gates.get(i).name())) {
        file.error(
            "/rollout/gates/" + i + "/name",
            "gate \"" + gates.get(i).name() + "\" stands here twice; rename one");
      }
    }
  }

  private void window(String name, Duration window) {
    if (window.compareTo(LONGEST_WINDOW) > 0) {
      file.error(
          "/autoscaler/" + name,
          DurationText.of(window) + " is longer than an autoscaler may look back; use 1h or less");
    }
  }
}
