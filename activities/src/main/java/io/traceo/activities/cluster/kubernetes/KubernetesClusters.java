package io.traceo.activities.cluster.kubernetes;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.workflows.activity.ClusterActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** {@link ClusterActivities} on the API server of each region's own cluster. Safe to repeat. */
public final class KubernetesClusters implements ClusterActivities {
  private static final long LOOK_MILLIS = 800;

  private final PlaceConfig config;
  private final ClusterClients clients = new ClusterClients();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "workloads");
            thread.setDaemon(true);
            return thread;
          });

  /** Reaches clusters as this place does. */
  public KubernetesClusters(PlaceConfig config) {
    this.config = config;
  }

  @Override
  public WorkloadSurvey survey(WorkloadQuery query) {
    GroupAccess group = group(query.group());
    List<CompletableFuture<WorkloadState>> looks =
        query.regions().stream()
            .filter(group.clusters()::containsKey)
            .map(region -> look(query.group(), region))
            .toList();
    return new WorkloadSurvey(looks.stream().map(CompletableFuture::join).toList());
  }

  /** One that stays silent costs its limit and no more. */
  private CompletableFuture<WorkloadState> look(String group, String region) {
    return CompletableFuture.supplyAsync(() -> workload(group, region).look(), threads)
        .completeOnTimeout(
            missing(region, "silent for " + LOOK_MILLIS + " ms"),
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS)
        .exceptionally(e -> missing(region, reason(e)));
  }

  private static WorkloadState missing(String region, String problem) {
    return new WorkloadState(region, false, 0, 0, null, 0, problem);
  }

  private static String reason(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof ApplicationFailure failure
        ? failure.getOriginalMessage()
        : cause.toString();
  }

  @Override
  public Receipt scaleDown(WorkloadChange change) {
    return workload(change).scaleDown(change.epoch());
  }

  @Override
  public Receipt undoScaleDown(WorkloadChange change) {
    return workload(change).undoScaleDown(change.epoch());
  }

  @Override
  public Receipt scaleUp(WorkloadChange change) {
    return workload(change).scaleUp(change.epoch());
  }

  @Override
  public Receipt settle(WorkloadChange change) {
    return workload(change).settle(change.epoch());
  }

  private Workload workload(WorkloadChange change) {
    return workload(change.group(), change.region());
  }

  private Workload workload(String group, String region) {
    ClusterAccess access = group(group).clusters().get(region);
    if (access == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          config.place() + " has no cluster of " + region + " for " + group);
    }
    return new Workload(region, access, clients.of(access));
  }

  private GroupAccess group(String id) {
    GroupAccess group = config.groups().get(id);
    if (group == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          config.place() + " does not know group " + id + "; it knows " + config.groups().keySet());
    }
    return group;
  }
}
