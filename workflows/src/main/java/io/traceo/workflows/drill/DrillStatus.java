package io.traceo.workflows.drill;

import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a running drill shows.
 *
 * @param reportId name of the report it will write
 * @param reportPath where it is, null before
 */
public record DrillStatus(
    DrillPhase phase,
    String group,
    long startedAtMillis,
    String reportId,
    @Nullable String reportPath,
    List<String> plan,
    List<StepRecord> steps,
    List<String> events) {
  public DrillStatus {
    plan = List.copyOf(plan);
    steps = List.copyOf(steps);
    events = List.copyOf(events);
  }
}
