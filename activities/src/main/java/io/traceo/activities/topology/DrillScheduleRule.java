package io.traceo.activities.topology;

import io.traceo.workflows.drill.DrillSchedule;
import io.traceo.workflows.drill.DrillSchedule.Moment;
import io.traceo.workflows.drill.NoDrills;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a schema can't say about when groups are drilled by themselves. */
record DrillScheduleRule(DrillSchedule schedule, YamlFile file) {
  /** A drill takes minutes; clocks that are put forward may take an hour of it. */
  private static final Duration LEAST_STAGGER = Duration.ofHours(2);

  /** Every month has it. */
  private static final int LAST_DAY = 28;

  void check() {
    TimeZoneRule.check(schedule.timeZone(), file);
    if (schedule.stagger().compareTo(LEAST_STAGGER) < 0) {
      file.error(
          "/schedule/stagger",
          "two groups might be drilled at once with "
              + DurationText.of(schedule.stagger())
              + " between them: a drill takes minutes, and a change to summer time an hour; use "
              + DurationText.of(LEAST_STAGGER)
              + " or more");
    }
    for (int i = 0; i < schedule.except().size(); i++) {
      try {
        List<LocalDate> unused = schedule.except().get(i).days();
      } catch (DateTimeException e) {
        file.error("/schedule/except/" + i, e.getMessage() + "; correct it");
      }
    }
  }

  /** Against the groups; only once {@link #check} has found no error. */
  void check(Topology topology) {
    List<ReplicationGroup> groups = topology.groups();
    List<String> late = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Moment moment = schedule.momentOf(i);
      if (moment.day() > LAST_DAY) {
        late.add(groups.get(i).id() + " (" + moment + ")");
      }
    }
    if (!late.isEmpty()) {
      file.error(
          "/schedule/stagger",
          "not every month has the days of "
              + String.join(", ", late)
              + "; start earlier in the month, or stagger less");
      return;
    }
    for (int i = 0; i < schedule.except().size(); i++) {
      warn(i, schedule.except().get(i), groups);
    }
  }

  /** A drill that is left out is not made up for: a month without one is to be meant. */
  private void warn(int index, NoDrills window, List<ReplicationGroup> groups) {
    List<String> without = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      int day = schedule.momentOf(i).day();
      if (window.days().stream().anyMatch(d -> d.getDayOfMonth() == day)) {
        without.add(groups.get(i).id() + " (" + schedule.momentOf(i) + ")");
      }
    }
    if (!without.isEmpty()) {
      file.warn(
          "/schedule/except/" + index,
          window
              + " leaves a month without a drill of "
              + String.join(", ", without)
              + "; drill on other days of the month, or start one by hand then");
    }
  }
}
