package io.traceo.workflows.capacity;

import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rollout is.
 *
 * @param phase in words, for example {@code batch 1 of 3}
 * @param plan one line each; empty before it was made
 * @param paused who paused it and why, null when nobody did
 * @param regions in the order of the rollout
 * @param undo what is to be taken back, should the run end without doing so
 * @param reportPath null until the report is kept
 */
public record RolloutStatus(
    String phase,
    String group,
    long startedAtMillis,
    List<String> plan,
    @Nullable String paused,
    List<RolloutRegion> regions,
    List<Application> undo,
    @Nullable String reportPath,
    List<StepRecord> steps,
    List<String> events) {
  public RolloutStatus {
    plan = plan == null ? List.of() : List.copyOf(plan);
    regions = regions == null ? List.of() : List.copyOf(regions);
    undo = undo == null ? List.of() : List.copyOf(undo);
    steps = steps == null ? List.of() : List.copyOf(steps);
    events = events == null ? List.of() : List.copyOf(events);
  }
}
