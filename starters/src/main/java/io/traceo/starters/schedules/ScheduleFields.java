package io.traceo.starters.schedules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.protobuf.Duration;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Range;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything of a schedule that can be told apart, in words, by name: two schedules with the same
 * fields do the same. What the server fills in by itself reads as what it stands for. Whether it is
 * paused is no field: that belongs to people. Pure.
 */
final class ScheduleFields {
  private static final ObjectMapper MAPPER =
      PayloadMapper.create().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private ScheduleFields() {}

  static Map<String, String> of(Schedule schedule) {
    Map<String, String> fields = new LinkedHashMap<>();
    ScheduleSpec spec = schedule.getSpec();
    NewWorkflowExecutionInfo start = schedule.getAction().getStartWorkflow();
    put(fields, "starts", start.getWorkflowType().getName());
    put(fields, "input", all(start.getInput().getPayloadsList(), ScheduleFields::json));
    put(fields, "at", times(schedule));
    put(fields, "not on", all(spec.getExcludeStructuredCalendarList(), ScheduleFields::days));
    put(fields, "time zone", spec.getTimezoneName());
    policies(fields, schedule.getPolicies());
    put(fields, "workflow id", start.getWorkflowId());
    put(fields, "task queue", start.getTaskQueue().getName());
    put(fields, "workflow task timeout", time(start.getWorkflowTaskTimeout()));
    put(fields, "workflow run timeout", time(start.getWorkflowRunTimeout()));
    put(fields, "workflow execution timeout", time(start.getWorkflowExecutionTimeout()));
    put(fields, "retries", start.hasRetryPolicy() ? start.getRetryPolicy().toString() : "");
    new TreeMap<>(start.getMemo().getFieldsMap())
        .forEach((name, value) -> put(fields, "memo " + name, json(value)));
    put(
        fields,
        "summary",
        start.getUserMetadata().hasSummary() ? json(start.getUserMetadata().getSummary()) : "");
    put(
        fields,
        "details",
        start.getUserMetadata().hasDetails() ? json(start.getUserMetadata().getDetails()) : "");
    put(fields, "jitter", time(spec.getJitter()));
    put(fields, "begins", spec.hasStartTime() ? spec.getStartTime().toString() : "");
    put(fields, "ends", spec.hasEndTime() ? spec.getEndTime().toString() : "");
    return fields;
  }

  /** What a runbook doesn't say is told all the same: somebody may have set it by hand. */
  private static void policies(Map<String, String> fields, SchedulePolicies policies) {
    put(fields, "while one runs", overlap(policies.getOverlapPolicy()));
    put(fields, "made up for within", time(policies.getCatchupWindow()));
    put(fields, "paused by a failure", policies.getPauseOnFailure() ? "yes" : "");
    put(fields, "plain workflow id", policies.getKeepOriginalWorkflowId() ? "yes" : "");
  }

  static String overlap(ScheduleOverlapPolicy policy) {
    return policy.name().replace("SCHEDULE_OVERLAP_POLICY_", "");
  }

  /** When it starts runs, as cron would have it. */
  static String times(Schedule schedule) {
    ScheduleSpec spec = schedule.getSpec();
    String calendars = all(spec.getStructuredCalendarList(), ScheduleFields::cron);
    return spec.getIntervalCount() == 0
        ? calendars
        : calendars + all(spec.getIntervalList(), i -> " every " + time(i.getInterval()));
  }

  private static String cron(StructuredCalendarSpec calendar) {
    String seconds = ranges(calendar.getSecondList(), 0, 59);
    String years = ranges(calendar.getYearList(), 0, 0);
    return (seconds.equals("0") ? "" : "second " + seconds + " of ")
        + ranges(calendar.getMinuteList(), 0, 59)
        + " "
        + ranges(calendar.getHourList(), 0, 23)
        + " "
        + ranges(calendar.getDayOfMonthList(), 1, 31)
        + " "
        + ranges(calendar.getMonthList(), 1, 12)
        + " "
        + ranges(calendar.getDayOfWeekList(), 0, 6)
        + (years.isEmpty() ? "" : " of " + years);
  }

  /** Days of a month; a calendar that is not of whole days was not made here, and is told whole. */
  private static String days(StructuredCalendarSpec calendar) {
    boolean whole =
        ranges(calendar.getSecondList(), 0, 59).equals("*")
            && ranges(calendar.getMinuteList(), 0, 59).equals("*")
            && ranges(calendar.getHourList(), 0, 23).equals("*")
            && ranges(calendar.getDayOfWeekList(), 0, 6).equals("*");
    String years = ranges(calendar.getYearList(), 0, 0);
    String when =
        whole
            ? (years.isEmpty() ? "" : years + "-")
                + "month "
                + ranges(calendar.getMonthList(), 1, 12)
                + " day "
                + ranges(calendar.getDayOfMonthList(), 1, 31)
            : cron(calendar);
    return calendar.getComment().isEmpty() ? when : when + " (" + calendar.getComment() + ")";
  }

  private static String ranges(List<Range> ranges, int min, int max) {
    return ranges.stream().map(r -> range(r, min, max)).collect(Collectors.joining(","));
  }

  private static String range(Range range, int min, int max) {
    int end = Math.max(range.getEnd(), range.getStart());
    int step = Math.max(range.getStep(), 1);
    if (range.getStart() == min && end == max && step == 1 && max > min) {
      return "*";
    }
    String from = Integer.toString(range.getStart());
    return end == range.getStart() ? from : from + "-" + end + (step == 1 ? "" : "/" + step);
  }

  private static String time(Duration duration) {
    java.time.Duration time =
        java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    return time.isZero() ? "" : time.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** Keys in order; what is no JSON is told by its encoding and bytes. */
  private static String json(Payload payload) {
    try {
      Object value = MAPPER.readValue(payload.getData().toByteArray(), Object.class);
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      return payload.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> String all(List<T> parts, Function<T, String> words) {
    return parts.stream().map(words).collect(Collectors.joining("; "));
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
