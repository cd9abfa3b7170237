package io.traceo.activities.topology;

import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;

/** What a schema can't say about a drill. */
final class DrillRules {
  private DrillRules() {}

  static void check(DrillRunbook drill, YamlFile file) {
    if (drill.deadMan().compareTo(drill.patience()) <= 0) {
      file.error(
          "/deadMan",
          "the fault would undo itself after "
              + DurationText.of(drill.deadMan())
              + " while the drill still waits for the failover (patience "
              + DurationText.of(drill.patience())
              + "); make deadMan longer than patience");
    }
  }

  /** Drill against topology: an abort condition that rings after the patience never does. */
  static void check(DrillRunbook drill, Topology topology, YamlFile file) {
    for (ReplicationGroup group : topology.groups()) {
      Duration promised = group.objective().detection();
      Duration limit = Duration.ofMillis(Math.round(promised.toMillis() * drill.abortFactor()));
      if (limit.compareTo(drill.patience()) >= 0) {
        file.warn(
            "/abortFactor",
            "a late detection of group "
                + group.id()
                + " would abort a drill after "
                + DurationText.of(limit)
                + " (abortFactor times the promised "
                + DurationText.of(promised)
                + "), but its patience ends after "
                + DurationText.of(drill.patience())
                + "; lengthen patience, or lower abortFactor");
      }
    }
  }
}
