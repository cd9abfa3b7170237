package io.traceo.activities.topology;

import io.traceo.workflows.failover.FailoverRunbook;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;

/** Runbook against topology: a timer that rings after the promise is broken warns too late. */
final class PromiseRules {
  private PromiseRules() {}

  static void check(Topology topology, FailoverRunbook runbook, YamlFile file) {
    for (ReplicationGroup group : topology.groups()) {
      Duration failover = group.objective().failover();
      if (runbook.decidedToResumed().limit().compareTo(failover) > 0) {
        warn(file, "decidedToResumed", group, "failover", failover);
      }
      Duration recovery = group.objective().recoveryTime();
      if (runbook.fromFault().limit().compareTo(recovery) > 0) {
        warn(file, "fromFault", group, "recoveryTime", recovery);
      }
    }
  }

  private static void warn(
      YamlFile file, String timer, ReplicationGroup group, String objective, Duration promised) {
    file.warn(
        "/" + timer + "/limit",
        timer
            + " pages later than group "
            + group.id()
            + " promises ("
            + objective
            + " "
            + DurationText.of(promised)
            + "); shorten the timer, or correct the objective");
  }
}
