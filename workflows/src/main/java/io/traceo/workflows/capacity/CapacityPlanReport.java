package io.traceo.workflows.capacity;

import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one plan of capacity.
 *
 * @param schema version of this format
 * @param kind {@value #KIND}
 * @param group the groups that are reported, with commas
 * @param verdict {@code OK}; {@code SHORT} when a region can't carry its peak with headroom, or a
 *     lost region's peak beside its own; {@code INCOMPLETE} when a cluster that was asked gave no
 *     answer; {@code REFUSED} when no sizes can be told; {@code FAILED}
 * @param reason why it is not OK
 * @param why as the starter said
 * @param policy settings that it was made from; null when it was refused before they were read
 * @param metricsPerPod the autoscaler's target
 * @param regions of the groups that are reported first, then those that only take part in the split
 * @param totals null without sizes
 * @param leftOut groups that are planned elsewhere, or by nobody
 * @param shortages what is to be raised, each naming region and field
 * @param unknown what could not be found out, each naming the region
 * @param remarks what somebody should know
 * @param simulated parts that stood in for real ones
 */
public record CapacityPlanReport(
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
    @Nullable PlanPolicy policy,
    long metricsPerPod,
    List<GroupPlan> groups,
    List<RegionPlan> regions,
    @Nullable PlanTotals totals,
    List<PlanScope.LeftOut> leftOut,
    List<String> shortages,
    List<String> unknown,
    List<String> remarks,
    List<StepRecord> steps,
    List<String> simulated,
    List<String> events)
    implements RunReport {
  /** The format written today. */
  public static final int SCHEMA = 1;

  /** What ran. */
  public static final String KIND = "CAPACITY_PLAN";

  public CapacityPlanReport {
    groups = groups == null ? List.of() : List.copyOf(groups);
    regions = regions == null ? List.of() : List.copyOf(regions);
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
    shortages = shortages == null ? List.of() : List.copyOf(shortages);
    unknown = unknown == null ? List.of() : List.copyOf(unknown);
    remarks = remarks == null ? List.of() : List.copyOf(remarks);
    steps = steps == null ? List.of() : List.copyOf(steps);
    simulated = simulated == null ? List.of() : List.copyOf(simulated);
    events = events == null ? List.of() : List.copyOf(events);
  }
}
