package io.traceo.starters.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.traceo.workflows.drill.DrillSchedule;
import io.traceo.workflows.drill.NoDrills;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calendars against another reader of the same cron, and against the days that are meant. */
class CalendarsTest {
  private static boolean matches(List<StructuredCalendarSpec> calendars, LocalDateTime at) {
    return calendars.stream()
        .anyMatch(
            c ->
                has(c.getSecondList(), at.getSecond())
                    && has(c.getMinuteList(), at.getMinute())
                    && has(c.getHourList(), at.getHour())
                    && has(c.getDayOfMonthList(), at.getDayOfMonth())
                    && has(c.getMonthList(), at.getMonthValue())
                    && has(c.getDayOfWeekList(), at.getDayOfWeek().getValue() % 7)
                    && (c.getYearCount() == 0 || has(c.getYearList(), at.getYear())));
  }

  private static boolean has(List<Range> ranges, int value) {
    return ranges.stream().anyMatch(r -> r.getStart() <= value && value <= r.getEnd());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 2 * * *",
        "*/15 3 * * *",
        "5/20 0-6/3 * * *",
        "0 6 * * 1",
        "0 6 * * 7",
        "0 6 * * 5-7",
        "0 6 * * MON-FRI",
        "30 4 1,15 * *",
        "0 0 29 2 *",
        "0 12 13 * 5",
        "0 1 * JAN,7 0"
      })
  void startsWhenCronSaysSo(String text) {
    List<StructuredCalendarSpec> calendars = Calendars.ofCron(text);
    ExecutionTime other =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text));
    LocalDateTime begin = LocalDateTime.of(2028, 1, 1, 0, 0);
    LocalDateTime end = LocalDateTime.of(2028, 3, 3, 0, 0);
    List<LocalDateTime> starts = new ArrayList<>();
    for (LocalDateTime at = begin; at.isBefore(end); at = at.plusMinutes(1)) {
      if (matches(calendars, at)) {
        starts.add(at);
      }
    }
    List<LocalDateTime> expected =
        other
            .getExecutionDates(
                begin.minusSeconds(1).atZone(ZoneOffset.UTC),
                end.minusSeconds(1).atZone(ZoneOffset.UTC))
            .stream()
            .map(ZonedDateTime::toLocalDateTime)
            .toList();
    assertThat(starts).isEqualTo(expected).isNotEmpty();
    assertThat(matches(calendars, starts.get(0).plusSeconds(1))).isFalse();
  }

  @Test
  void aWindowThatComesEveryYearGoesOverItsEnd() {
    List<StructuredCalendarSpec> days = Calendars.ofDays(new NoDrills("12-30", "01-02", "rest"));
    assertThat(matches(days, LocalDateTime.of(2027, 12, 29, 23, 59, 59))).isFalse();
    assertThat(matches(days, LocalDateTime.of(2027, 12, 30, 0, 0, 0))).isTrue();
    assertThat(matches(days, LocalDateTime.of(2031, 1, 2, 23, 59, 59))).isTrue();
    assertThat(matches(days, LocalDateTime.of(2031, 1, 3, 0, 0, 0))).isFalse();
  }

  @Test
  void aWindowOfOneYearIsOfThatYear() {
    List<StructuredCalendarSpec> days = Calendars.ofDays(new NoDrills("2026-11-27", null, "sale"));
    assertThat(matches(days, LocalDateTime.of(2026, 11, 27, 10, 0))).isTrue();
    assertThat(matches(days, LocalDateTime.of(2027, 11, 27, 10, 0))).isFalse();
    assertThat(matches(days, LocalDateTime.of(2026, 11, 28, 10, 0))).isFalse();
  }

  @Test
  void aDrillIsOnceAMonth() {
    DrillSchedule drills = new DrillSchedule(3, "22:30", "UTC", Duration.ofHours(2), List.of());
    List<StructuredCalendarSpec> third = List.of(Calendars.ofMoment(drills.momentOf(2)));
    assertThat(matches(third, LocalDateTime.of(2026, 5, 4, 2, 30))).isTrue();
    assertThat(matches(third, LocalDateTime.of(2026, 5, 5, 2, 30))).isFalse();
    assertThat(matches(third, LocalDateTime.of(2026, 6, 4, 2, 30))).isTrue();
  }
}
