package io.traceo.starters.schedules;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.parser.CronParser;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.traceo.workflows.drill.DrillSchedule.Moment;
import io.traceo.workflows.drill.NoDrills;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What runbooks say about times, as Temporal's calendars. Pure. */
final class Calendars {
  private static final int DAYS_OF_WEEK = 7;

  private Calendars() {}

  /**
   * The times of a cron expression with five fields. Where day of month and day of week are both
   * given, either counts, as cron has it: Temporal's calendars would want both.
   */
  static List<StructuredCalendarSpec> ofCron(String text) {
    Cron cron =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text);
    StructuredCalendarSpec.Builder all =
        StructuredCalendarSpec.newBuilder()
            .addSecond(range(0, 0))
            .addAllMinute(ranges(cron, CronFieldName.MINUTE, 0, 59))
            .addAllHour(ranges(cron, CronFieldName.HOUR, 0, 23))
            .addAllMonth(ranges(cron, CronFieldName.MONTH, 1, 12));
    List<Range> days = ranges(cron, CronFieldName.DAY_OF_MONTH, 1, 31);
    List<Range> weekdays = ranges(cron, CronFieldName.DAY_OF_WEEK, 0, DAYS_OF_WEEK - 1);
    Range anyDay = range(1, 31);
    Range anyWeekday = range(0, DAYS_OF_WEEK - 1);
    if (days.equals(List.of(anyDay)) || weekdays.equals(List.of(anyWeekday))) {
      return List.of(all.addAllDayOfMonth(days).addAllDayOfWeek(weekdays).build());
    }
    return List.of(
        all.clone().addAllDayOfMonth(days).addDayOfWeek(anyWeekday).build(),
        all.clone().addDayOfMonth(anyDay).addAllDayOfWeek(weekdays).build());
  }

  /** Once a month. */
  static StructuredCalendarSpec ofMoment(Moment moment) {
    return StructuredCalendarSpec.newBuilder()
        .addSecond(range(0, 0))
        .addMinute(range(moment.minute(), moment.minute()))
        .addHour(range(moment.hour(), moment.hour()))
        .addDayOfMonth(range(moment.day(), moment.day()))
        .addMonth(range(1, 12))
        .addDayOfWeek(range(0, DAYS_OF_WEEK - 1))
        .build();
  }

  /** Whole days, a calendar for each month that has some. */
  static List<StructuredCalendarSpec> ofDays(NoDrills window) {
    Map<LocalDate, TreeSet<Integer>> months = new LinkedHashMap<>();
    for (LocalDate day : window.days()) {
      months.computeIfAbsent(day.withDayOfMonth(1), m -> new TreeSet<>()).add(day.getDayOfMonth());
    }
    List<StructuredCalendarSpec> calendars = new ArrayList<>();
    months.forEach(
        (month, days) -> {
          StructuredCalendarSpec.Builder calendar =
              StructuredCalendarSpec.newBuilder()
                  .addSecond(range(0, 59))
                  .addMinute(range(0, 59))
                  .addHour(range(0, 23))
                  .addDayOfMonth(range(days.first(), days.last()))
                  .addMonth(range(month.getMonthValue(), month.getMonthValue()))
                  .addDayOfWeek(range(0, DAYS_OF_WEEK - 1))
                  .setComment(window.why());
          if (!window.everyYear()) {
            calendar.addYear(range(month.getYear(), month.getYear()));
          }
          calendars.add(calendar.build());
        });
    return calendars;
  }

  private static List<Range> ranges(Cron cron, CronFieldName name, int min, int max) {
    TreeSet<Integer> values = new TreeSet<>();
    collect(cron.retrieve(name).getExpression(), name, min, max, values);
    List<Range> ranges = new ArrayList<>();
    for (int value : values) {
      Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && last.getEnd() == value - 1) {
        ranges.set(ranges.size() - 1, range(last.getStart(), value));
      } else {
        ranges.add(range(value, value));
      }
    }
    return ranges;
  }

  private static void collect(
      FieldExpression part, CronFieldName name, int min, int max, Set<Integer> values) {
    if (part instanceof And several) {
      several.getExpressions().forEach(e -> collect(e, name, min, max, values));
    } else if (part instanceof Every every) {
      int step = number(every.getPeriod());
      FieldExpression of = every.getExpression();
      add(first(of, min), of instanceof Between b ? number(b.getTo()) : max, step, name, values);
    } else if (part instanceof Between between) {
      add(number(between.getFrom()), number(between.getTo()), 1, name, values);
    } else if (part instanceof On on) {
      add(number(on.getTime()), number(on.getTime()), 1, name, values);
    } else if (part instanceof Always) {
      add(min, max, 1, name, values);
    } else {
      throw new IllegalArgumentException("cron field " + part.asString() + " is not understood");
    }
  }

  private static int first(FieldExpression of, int min) {
    return of instanceof Between between
        ? number(between.getFrom())
        : of instanceof On on ? number(on.getTime()) : min;
  }

  /** Sunday is 0 and 7. */
  private static void add(int from, int to, int step, CronFieldName name, Set<Integer> values) {
    for (int value = from; value <= to; value += step) {
      values.add(name == CronFieldName.DAY_OF_WEEK ? value % DAYS_OF_WEEK : value);
    }
  }

  private static int number(FieldValue<?> value) {
    return Integer.parseInt(String.valueOf(value.getValue()));
  }

  private static Range range(int start, int end) {
    return Range.newBuilder().setStart(start).setEnd(end).setStep(1).build();
  }
}
