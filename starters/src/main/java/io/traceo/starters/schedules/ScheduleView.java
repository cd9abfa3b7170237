package io.traceo.starters.schedules;

import io.temporal.api.schedule.v1.ScheduleInfo;
import io.traceo.starters.schedules.ScheduleRuns.Run;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A schedule for people and machines.
 *
 * @param applied false when a runbook wants it and it is not there
 * @param what it starts, with the record
 * @param when in words of cron
 * @param except days on which nothing is started
 * @param next three times, with the offset of the schedule's time zone
 * @param last run, null when there was none
 * @param paused by whom and why; null when it isn't
 * @param missed starts that were left out since it is there: the server was away for longer than
 *     the window
 * @param skipped starts that were left out since the one before still ran
 * @param policy what happens to a start that comes late or meets a run, and why
 */
public record ScheduleView(
    String id,
    String namespace,
    boolean applied,
    @Nullable String what,
    @Nullable String when,
    @Nullable String except,
    @Nullable String timeZone,
    List<String> next,
    @Nullable Run last,
    @Nullable String paused,
    long missed,
    long skipped,
    @Nullable String policy) {
  private static final int SHOWN = 3;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT);

  public ScheduleView {
    next = List.copyOf(next);
  }

  /** As the server has it. */
  public static ScheduleView of(String namespace, KeptSchedule kept, @Nullable Run last) {
    Map<String, String> fields = ScheduleFields.of(kept.schedule());
    ScheduleInfo info = kept.described().getInfo();
    String zone = kept.schedule().getSpec().getTimezoneName();
    return new ScheduleView(
        kept.id(),
        namespace,
        true,
        fields.get("starts") + " " + fields.getOrDefault("input", ""),
        fields.get("at"),
        fields.get("not on"),
        zone,
        info.getFutureActionTimesList().stream()
            .limit(SHOWN)
            .map(t -> TIME.format(Instant.ofEpochSecond(t.getSeconds()).atZone(zone(zone))))
            .toList(),
        last,
        kept.paused() ? kept.note() : null,
        info.getMissedCatchupWindow(),
        info.getOverlapSkipped(),
        policy(fields));
  }

  /** Asked for by a runbook, and not there. */
  public static ScheduleView absent(String namespace, String id) {
    return new ScheduleView(
        id, namespace, false, null, null, null, null, List.of(), null, null, 0, 0, null);
  }

  private static ZoneId zone(String name) {
    return name.isBlank() ? ZoneId.of("UTC") : ZoneId.of(name);
  }

  private static String policy(Map<String, String> fields) {
    Optional<Operation> operation =
        Stream.of(Operation.values())
            .filter(o -> o.workflow().equals(fields.get("starts")))
            .findFirst();
    return "while one runs: "
        + fields.getOrDefault("while one runs", "")
        + ", made up for within "
        + fields.getOrDefault("made up for within", "")
        + operation.map(o -> ": " + o.because()).orElse("");
  }
}
