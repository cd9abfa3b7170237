package io.traceo.activities.topology;

import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.failover.ApprovalRule;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    new ExtraStepRules(file, true).check(drill.before(), drill.after());
    if (drill.schedule() != null) {
      new DrillScheduleRule(drill.schedule(), file).check();
    }
  }

  /**
   * Drill against topology: an abort condition that rings after the patience never does. Groups
   * that are drilled by a planned switch detect nothing.
   */
  static void check(DrillRunbook drill, Topology topology, YamlFile file) {
    if (drill.schedule() != null && !file.hasErrors()) {
      new DrillScheduleRule(drill.schedule(), file).check(topology);
    }
    List<String> late = new ArrayList<>();
    for (ReplicationGroup group : topology.groups()) {
      Duration promised = group.objective().detection();
      Duration limit = Duration.ofMillis(Math.round(promised.toMillis() * drill.abortFactor()));
      if (ApprovalRule.unplanned(group).isEmpty() && limit.compareTo(drill.patience()) >= 0) {
        late.add(
            group.id()
                + " (after "
                + DurationText.of(limit)
                + ", promised "
                + DurationText.of(promised)
                + ")");
      }
    }
    if (!late.isEmpty()) {
      file.warn(
          "/abortFactor",
          "a late detection would abort a drill only when its patience of "
              + DurationText.of(drill.patience())
              + " has ended: "
              + String.join(", ", late)
              + "; lengthen patience, or lower abortFactor");
    }
  }
}
