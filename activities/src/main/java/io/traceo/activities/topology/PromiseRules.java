package io.traceo.activities.topology;

import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.failover.FailoverRunbook;
import io.traceo.workflows.topology.RecoveryObjective;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runbook against topology: a timer that rings after the promise is broken warns too late. */
final class PromiseRules {
  private PromiseRules() {}

  static void check(Topology topology, FailoverRunbook runbook, YamlFile file) {
    late(topology, runbook.decidedToResumed(), "decidedToResumed", "failover", file);
    late(topology, runbook.fromFault(), "fromFault", "recoveryTime", file);
  }

  private static void late(
      Topology topology, Budget budget, String timer, String objective, YamlFile file) {
    List<String> groups = new ArrayList<>();
    for (ReplicationGroup group : topology.groups()) {
      RecoveryObjective promise = group.objective();
      Duration promised =
          objective.equals("failover") ? promise.failover() : promise.recoveryTime();
      if (budget.limit().compareTo(promised) > 0) {
        groups.add(group.id() + " (" + objective + " " + DurationText.of(promised) + ")");
      }
    }
    if (!groups.isEmpty()) {
      file.warn(
          "/" + timer + "/limit",
          timer
              + " pages later than promised for "
              + String.join(", ", groups)
              + "; shorten the timer, or correct the objective");
    }
  }
}
