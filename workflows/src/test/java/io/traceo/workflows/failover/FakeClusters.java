package io.traceo.workflows.failover;

import io.traceo.workflows.activity.ClusterActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A workload in each region that behaves as real ones do; asked calls are in the world's list. */
final class FakeClusters implements ClusterActivities {
  final Map<String, Long> epochs = new ConcurrentHashMap<>();
  final Map<String, Integer> replicas = new ConcurrentHashMap<>();

  /** Regions whose cluster does not answer. */
  final Set<String> silent = ConcurrentHashMap.newKeySet();

  private final Map<String, Integer> beforeFence = new ConcurrentHashMap<>();
  private final FakeWorld world;

  FakeClusters(FakeWorld world) {
    this.world = world;
  }

  @Override
  public WorkloadSurvey survey(WorkloadQuery query) {
    world.call("clusters " + String.join(",", query.regions()));
    return new WorkloadSurvey(query.regions().stream().map(this::state).toList());
  }

  private WorkloadState state(String region) {
    boolean answers = !silent.contains(region);
    return new WorkloadState(
        region,
        answers,
        replicas.getOrDefault(region, 1),
        0,
        1,
        epochs.getOrDefault(region, 0L),
        answers ? null : "silent");
  }

  private void write(String what, WorkloadChange change) {
    world.call(what + " " + change.region());
    if (silent.contains(change.region())) {
      throw FakeWorld.failure(FailureTypes.UNREACHABLE, "its cluster does not answer");
    }
    if (epochs.getOrDefault(change.region(), 0L) > change.epoch()) {
      throw FakeWorld.failure(FailureTypes.STALE_EPOCH, "a newer one acted");
    }
    epochs.put(change.region(), change.epoch());
  }

  @Override
  public Receipt scaleDown(WorkloadChange change) {
    write("scale-down", change);
    beforeFence.put(change.region(), replicas.getOrDefault(change.region(), 1));
    replicas.put(change.region(), 0);
    return Receipt.done("at zero");
  }

  @Override
  public Receipt undoScaleDown(WorkloadChange change) {
    write("undo-scale-down", change);
    Integer before = beforeFence.remove(change.region());
    if (before != null) {
      replicas.put(change.region(), before);
    }
    return Receipt.done("as before");
  }

  @Override
  public Receipt scaleUp(WorkloadChange change) {
    write("scale-up", change);
    replicas.put(change.region(), 3);
    return Receipt.done("replicas 1 to 3");
  }

  @Override
  public Receipt settle(WorkloadChange change) {
    write("settle", change);
    return Receipt.already("stays at zero");
  }
}
