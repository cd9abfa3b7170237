package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.ClusterActivities.WorkloadChange;
import io.traceo.workflows.activity.ClusterActivities.WorkloadQuery;
import io.traceo.workflows.activity.ClusterActivities.WorkloadState;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a failover does with the regions' Kubernetes workloads. Nothing here makes the switch safe
 * and nothing here holds it up: a cluster that is away is worked on when it is back, or paged.
 */
record Workloads(Definition definition) {
  private static final Duration FOR_SURVEY = Duration.ofSeconds(1);
  private static final Duration FOR_FENCE = Duration.ofSeconds(30);

  /** Looks at the clusters of these regions beside whatever else is looked at. */
  Promise<List<WorkloadState>> look(List<String> regions) {
    List<String> asked = regions.stream().filter(this::has).toList();
    if (asked.isEmpty()) {
      return Workflow.newPromise(List.of());
    }
    return Async.function(
        () ->
            FailoverActivities.lookAtCluster("look at the clusters of " + String.join(", ", asked))
                .survey(new WorkloadQuery(definition.group().id(), asked))
                .workloads());
  }

  /** The highest epoch that a cluster in reach knows; a silent one is not waited for. */
  static long highestEpoch(Promise<List<WorkloadState>> looking) {
    Waits.until(FOR_SURVEY, "for the clusters", looking::isCompleted);
    if (!looking.isCompleted() || looking.getFailure() != null) {
      return 0;
    }
    return looking.get().stream()
        .filter(WorkloadState::reachable)
        .mapToLong(WorkloadState::epoch)
        .max()
        .orElse(0);
  }

  /** Tried beside the other steps; recorded first, so that an abort takes it back. */
  @Nullable Promise<Receipt> fenceBeside(FailoverPlan plan, UndoList undo) {
    if (!has(plan.fromRegion())) {
      return null;
    }
    undo.add("SCALE_BACK", plan.fromRegion());
    return fence(plan);
  }

  private static Promise<Receipt> fence(FailoverPlan plan) {
    String region = plan.fromRegion();
    return Async.function(
        () ->
            FailoverActivities.cluster("scale the workload of " + region + " to zero")
                .scaleDown(new WorkloadChange(plan.group(), region, plan.epoch())));
  }

  /** Starts to make the new leader's workload large enough. */
  Promise<Receipt> raise(FailoverPlan plan, String leader) {
    if (!has(leader)) {
      return Workflow.newPromise(Receipt.already(leader + " has no cluster to scale"));
    }
    return Async.function(
        () ->
            FailoverActivities.cluster("scale the workload of " + leader + ", raise its floor")
                .scaleUp(new WorkloadChange(plan.group(), leader, plan.epoch())));
  }

  /**
   * The old leader's workload at the end: fenced at last, then as large as a follower's.
   *
   * @param fence under way since the beginning; null when another run began
   */
  void settle(
      FailoverPlan plan, @Nullable Promise<Receipt> fence, StepRunner steps, Journal journal) {
    String region = plan.fromRegion();
    if (!has(region)) {
      return;
    }
    Promise<Receipt> fencing = fence == null ? fence(plan) : fence;
    Promise<Receipt> settled = Async.function(() -> settle(plan, fencing));
    String problem = "its cluster does not answer";
    try {
      if (Waits.until(FOR_FENCE, "for the workload of " + region, settled::isCompleted)) {
        Receipt done = settled.get();
        steps.note("fence.workload", null, done.outcome(), done.detail());
        return;
      }
    } catch (TemporalFailure e) {
      if (Tries.cancelled(e)) {
        throw e;
      }
      problem = Journal.messageOf(e);
    }
    journal.page("the workload of " + region + " is not known to be at zero: " + problem);
    steps.note("fence.workload", null, "FAILED", problem);
  }

  private static Receipt settle(FailoverPlan plan, Promise<Receipt> fencing) {
    Receipt fenced = fencing.get();
    Receipt settled =
        FailoverActivities.cluster("a follower's size for " + plan.fromRegion())
            .settle(new WorkloadChange(plan.group(), plan.fromRegion(), plan.epoch()));
    return new Receipt(fenced.outcome(), fenced.detail() + ", then " + settled.detail());
  }

  private boolean has(String region) {
    return definition.clusters().contains(region);
  }
}
