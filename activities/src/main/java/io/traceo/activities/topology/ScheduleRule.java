package io.traceo.activities.topology;

import com.cronutils.model.time.ExecutionTime;
import io.traceo.workflows.restore.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When a runbook runs by itself: whether that can be understood, and the longest wait. */
record ScheduleRule(Schedule schedule, YamlFile file) {
  /** Enough for a year of days, so that the long day of a summer time's end is among them. */
  private static final int RUNS = 400;

  private static final int FIRST_YEAR = 2026;

  /** Says what is wrong. */
  void check() {
    times();
  }

  /**
   * Says what is wrong.
   *
   * @return the longest time between two runs; empty when that can't be told
   */
  Optional<Duration> longestWait() {
    return times().flatMap(times -> longest(times, start(ZoneId.of(schedule.timeZone()))));
  }

  /** Empty when it has been said why. */
  private Optional<ExecutionTime> times() {
    Optional<ZoneId> zone = TimeZoneRule.check(schedule.timeZone(), file);
    Optional<ExecutionTime> times = cron();
    if (zone.isEmpty() || times.isEmpty()) {
      return Optional.empty();
    }
    if (times.get().nextExecution(start(zone.get())).isEmpty()) {
      file.error(
          "/schedule/cron", "\"" + schedule.cron() + "\" never comes; correct its day or month");
      return Optional.empty();
    }
    return times;
  }

  private static ZonedDateTime start(ZoneId zone) {
    return ZonedDateTime.of(FIRST_YEAR, 1, 1, 0, 0, 0, 0, zone);
  }

  private Optional<ExecutionTime> cron() {
    try {
      return Optional.of(CronTimes.of(schedule.cron()));
    } catch (IllegalArgumentException e) {
      file.error("/schedule/cron", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<Duration> longest(ExecutionTime times, ZonedDateTime from) {
    Optional<ZonedDateTime> last = times.nextExecution(from);
    Optional<Duration> longest = Optional.empty();
    for (int i = 0; i < RUNS && last.isPresent(); i++) {
      Optional<ZonedDateTime> next = times.nextExecution(last.get());
      if (next.isPresent()) {
        Duration gap = Duration.between(last.get(), next.get());
        longest = longest.filter(l -> l.compareTo(gap) >= 0).or(() -> Optional.of(gap));
      }
      last = next;
    }
    return longest;
  }
}
