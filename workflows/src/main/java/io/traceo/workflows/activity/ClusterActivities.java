package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a failover asks of the regions' Kubernetes clusters: the ingestion workload of a group and
 * its autoscaler. Every change carries the epoch, is written with the resource version that was
 * read, and is looked at again when somebody else was quicker; what was before stays with the
 * object as an annotation. Every method looks before it changes and is safe to repeat.
 *
 * <p>Failures: {@code Unreachable} and {@code NotReady} are retried; {@code StaleEpoch}, {@code
 * Conflict} (the object is not there), {@code Forbidden} and {@code InvalidRequest} are final.
 */
@ActivityInterface(namePrefix = "Cluster")
public interface ClusterActivities {

  /** State of every workload; an unreachable one is reported, never an error. */
  WorkloadSurvey survey(WorkloadQuery query);

  /**
   * Fences the workload of a region that loses the lead: no replica is wanted, which stops its
   * autoscaler too. Answers at once, pods end afterwards.
   */
  Receipt scaleDown(WorkloadChange change);

  /**
   * Undoes {@link #scaleDown} after an abort: as many replicas as before it. The epoch must be
   * above the aborted one, so that a scale-down still under way is refused.
   */
  Receipt undoScaleDown(WorkloadChange change);

  /**
   * Makes the workload of a region large enough to lead: replicas and the autoscaler's floor are
   * raised, never lowered.
   */
  Receipt scaleUp(WorkloadChange change);

  /**
   * Gives a region that led for a while the size that it had as a follower; leaves one that never
   * was raised as it is.
   */
  Receipt settle(WorkloadChange change);

  /**
   * @param regions whose workloads to look at; those without a cluster are left out
   */
  record WorkloadQuery(String group, List<String> regions) {
    public WorkloadQuery {
      regions = List.copyOf(regions);
    }
  }

  record WorkloadSurvey(List<WorkloadState> workloads) {
    public WorkloadSurvey {
      workloads = workloads == null ? List.of() : List.copyOf(workloads);
    }
  }

  /**
   * State of one workload.
   *
   * @param reachable whether the cluster answered; nothing below counts when it didn't
   * @param replicas wanted
   * @param ready pods that are ready
   * @param floor smallest number of replicas that the autoscaler goes to, null without one
   * @param epoch highest epoch that was written on it, 0 when none was
   * @param problem why it isn't reachable, else null
   */
  record WorkloadState(
      String region,
      boolean reachable,
      int replicas,
      int ready,
      @Nullable Integer floor,
      long epoch,
      @Nullable String problem) {}

  record WorkloadChange(String group, String region, long epoch) {}
}
