package io.traceo.workflows.capacity;

import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one rollout of capacity.
 *
 * @param schema version of this format
 * @param kind {@value #KIND}
 * @param verdict {@code DONE}; {@code ROLLED_BACK} when every region that was touched has what it
 *     had before; {@code FAILED} when one could not be taken back; {@code REFUSED} when nothing was
 *     begun; {@code PLANNED} for a dry run
 * @param reason why it is not DONE
 * @param why as the starter said
 * @param forced whether fields of other managers might be taken over
 * @param epoch of the group when it began
 * @param regions in the order of the rollout
 * @param readings what Prometheus answered, one line each
 * @param simulated parts that stood in for real ones
 */
public record CapacityRolloutReport(
    int schema,
    String reportId,
    String kind,
    String group,
    String verdict,
    @Nullable String reason,
    String startedAt,
    @Nullable String endedAt,
    String workflowId,
    String runId,
    @Nullable String startedBy,
    @Nullable String why,
    boolean forced,
    long epoch,
    List<RolloutRegion> regions,
    List<String> readings,
    List<StepRecord> steps,
    List<String> simulated,
    List<String> events)
    implements RunReport {
  /** The format written today. */
  public static final int SCHEMA = 1;

  /** What ran. */
  public static final String KIND = "CAPACITY_ROLLOUT";

  public CapacityRolloutReport {
    regions = regions == null ? List.of() : List.copyOf(regions);
    readings = readings == null ? List.of() : List.copyOf(readings);
    steps = steps == null ? List.of() : List.copyOf(steps);
    simulated = simulated == null ? List.of() : List.copyOf(simulated);
    events = events == null ? List.of() : List.copyOf(events);
  }
}
