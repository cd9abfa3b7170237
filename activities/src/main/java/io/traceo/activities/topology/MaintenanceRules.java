package io.traceo.activities.topology;

import com.cronutils.model.time.ExecutionTime;
import io.traceo.workflows.topology.IncidentPolicy;
import io.traceo.workflows.topology.Maintenance;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.WatchMode;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When a group does not act by itself: its maintenance, and what it does without a watch. */
record MaintenanceRules(GroupEntry entry) {
  /** A group in maintenance for longer than it acts is better disarmed. */
  private static final int SHARE = 2;

  /** Enough for a year of days. */
  private static final int RUNS = 400;

  private static final int FIRST_YEAR = 2026;

  void check() {
    ReplicationGroup group = entry.group();
    for (int i = 0; i < group.maintenance().size(); i++) {
      check(group.maintenance().get(i), "/maintenance/" + i);
    }
    if (group.watch() == WatchMode.OFF && group.incidents() == IncidentPolicy.OBSERVE) {
      entry.warn(
          "/incidents",
          "nobody watches this group and incidents are recorded only: it never fails over by"
              + " itself; set watch: on, or incidents: VERIFY");
    } else if (group.watch() == WatchMode.OFF) {
      entry.warn(
          "/watch",
          "an outage that nobody reports is not noticed, nor is replication lag; the alerts about"
              + " the leader must reach POST /v1/alerts");
    }
  }

  private void check(Maintenance window, String at) {
    if (!ZoneId.getAvailableZoneIds().contains(window.timeZone())) {
      entry.error(
          at + "/timeZone",
          "unknown time zone \"" + window.timeZone() + "\"; use one such as UTC or Europe/Berlin");
      return;
    }
    try {
      shortestWait(CronTimes.of(window.cron()), ZoneId.of(window.timeZone()))
          .ifPresentOrElse(
              wait -> length(window, wait, at),
              () ->
                  entry.error(
                      at + "/cron",
                      "\"" + window.cron() + "\" never comes; correct its day or month"));
    } catch (IllegalArgumentException e) {
      entry.error(at + "/cron", String.valueOf(e.getMessage()));
    }
  }

  private void length(Maintenance window, Duration wait, String at) {
    if (window.length().multipliedBy(SHARE).compareTo(wait) > 0) {
      entry.error(
          at + "/length",
          DurationText.of(window.length())
              + " of every "
              + DurationText.of(wait)
              + ": the group would not act for more than half of the time; shorten it, or disarm the"
              + " group");
    }
  }

  /** Between two beginnings; a year when there is only one; empty when it never comes. */
  private static Optional<Duration> shortestWait(ExecutionTime times, ZoneId zone) {
    Optional<ZonedDateTime> last =
        times.nextExecution(ZonedDateTime.of(FIRST_YEAR, 1, 1, 0, 0, 0, 0, zone));
    Optional<Duration> shortest = last.map(first -> Duration.ofDays(365));
    for (int i = 0; i < RUNS && last.isPresent(); i++) {
      Optional<ZonedDateTime> next = times.nextExecution(last.get());
      if (next.isPresent()) {
        Duration gap = Duration.between(last.get(), next.get());
        shortest = shortest.filter(s -> s.compareTo(gap) <= 0).or(() -> Optional.of(gap));
      }
      last = next;
    }
    return shortest;
  }
}
