package io.traceo.activities.topology;

import io.traceo.workflows.drill.DrillRunbook;

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
}
