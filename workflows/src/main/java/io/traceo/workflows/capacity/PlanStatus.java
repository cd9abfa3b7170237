package io.traceo.workflows.capacity;

import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a plan is.
 *
 * @param phase in words, for example {@code histories}
 * @param plan one line for each region that is sized
 * @param reportPath null until the report is kept
 */
public record PlanStatus(
    String phase,
    String group,
    long startedAtMillis,
    List<String> plan,
    @Nullable String reportPath,
    List<StepRecord> steps,
    List<String> events) {
  public PlanStatus {
    plan = plan == null ? List.of() : List.copyOf(plan);
    steps = steps == null ? List.of() : List.copyOf(steps);
    events = events == null ? List.of() : List.copyOf(events);
  }
}
