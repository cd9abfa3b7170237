package io.traceo.starters.schedules;

import io.temporal.api.schedule.v1.StructuredCalendarSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as the runbooks want it.
 *
 * @param id of the schedule: that of the same run by hand. Temporal appends the time to it for the
 *     ids of the schedule's runs
 * @param group of its runs; null for all groups of the namespace
 * @param namespace of its own; null for the common one
 * @param request start record, as somebody would type it
 * @param timeZone of its times
 * @param times at which it starts a run
 * @param except at which it does not
 */
public record PlannedSchedule(
    String id,
    @Nullable String group,
    @Nullable String namespace,
    Operation operation,
    Map<String, Object> request,
    String timeZone,
    List<StructuredCalendarSpec> times,
    List<StructuredCalendarSpec> except) {
  public PlannedSchedule {
    times = List.copyOf(times);
    except = List.copyOf(except);
  }
}
