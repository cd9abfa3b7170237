package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.traceo.activities.cluster.kubernetes.SizedObject.Change;
import io.traceo.activities.cluster.kubernetes.SizedObject.SizeField;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.workflows.activity.ClusterActivities.WorkloadState;
import io.traceo.workflows.activity.Receipt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ingestion workload of a group in one region: its Deployment and its autoscaler. */
final class Workload {
  private final String region;
  private final SizedObject<Deployment> deployment;
  private final @Nullable SizedObject<HorizontalPodAutoscaler> hpa;

  Workload(String region, ClusterAccess access, KubernetesClient client) {
    this.region = region;
    this.deployment =
        new SizedObject<>(
            region + ": Deployment " + access.namespace() + "/" + access.deployment(),
            client,
            client
                .apps()
                .deployments()
                .inNamespace(access.namespace())
                .withName(access.deployment()),
            new Replicas());
    this.hpa =
        access.hpa() == null
            ? null
            : new SizedObject<>(
                region + ": HorizontalPodAutoscaler " + access.namespace() + "/" + access.hpa(),
                client,
                client
                    .autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(access.namespace())
                    .withName(access.hpa()),
                new Floor());
  }

  String region() {
    return region;
  }

  WorkloadState look() {
    return translated(
        () -> {
          Deployment found = deployment.read();
          Sized replicas = deployment.sized(found);
          Sized floor = hpa == null ? null : hpa.sized(hpa.read());
          Integer ready = found.getStatus() == null ? null : found.getStatus().getReadyReplicas();
          return new WorkloadState(
              region,
              true,
              replicas.size(),
              ready == null ? 0 : ready,
              floor == null ? null : floor.size(),
              Math.max(replicas.epoch(), floor == null ? 0 : floor.epoch()),
              null);
        });
  }

  /** An autoscaler leaves a Deployment at zero alone, so its floor needs no change. */
  Receipt scaleDown(long epoch) {
    return translated(
        () -> receipt(deployment.change(s -> s.fenced(epoch)), null, "scaled to zero"));
  }

  Receipt undoScaleDown(long epoch) {
    return translated(
        () -> receipt(deployment.change(s -> s.unfenced(epoch)), null, "as before the fence"));
  }

  Receipt scaleUp(long epoch) {
    return translated(
        () -> {
          // Pods first: they take longest.
          Change replicas = deployment.change(s -> s.raised(epoch, null));
          Change floor = hpa == null ? null : raiseFloor(hpa, epoch);
          return receipt(replicas, floor, "large enough to lead");
        });
  }

  private static Change raiseFloor(SizedObject<HorizontalPodAutoscaler> hpa, long epoch) {
    Integer most = hpa.read().getSpec().getMaxReplicas();
    return hpa.change(s -> s.raised(epoch, most));
  }

  Receipt settle(long epoch) {
    return translated(
        () -> {
          Change floor = hpa == null ? null : hpa.change(s -> s.settled(epoch));
          Change replicas = deployment.change(s -> s.settled(epoch));
          return receipt(replicas, floor, "a follower's");
        });
  }

  private Receipt receipt(Change replicas, @Nullable Change floor, String what) {
    String detail =
        "workload of "
            + region
            + " "
            + what
            + ": replicas "
            + replicas
            + (floor == null ? "" : ", floor " + floor);
    boolean changed = replicas.changed() || (floor != null && floor.changed());
    return changed ? Receipt.done(detail) : Receipt.already(detail);
  }

  private <R> R translated(Supplier<R> work) {
    try {
      return work.get();
    } catch (KubernetesClientException e) {
      throw ClusterFailures.translate(region, e);
    }
  }

  static final class Replicas implements SizeField<Deployment> {
    @Override
    public int get(Deployment object) {
      Integer replicas = object.getSpec().getReplicas();
      // Left out, it means one.
      return replicas == null ? 1 : replicas;
    }

    @Override
    public void set(Deployment object, int size) {
      object.getSpec().setReplicas(size);
    }
  }

  private static final class Floor implements SizeField<HorizontalPodAutoscaler> {
    @Override
    public int get(HorizontalPodAutoscaler object) {
      Integer floor = object.getSpec().getMinReplicas();
      return floor == null ? 1 : floor;
    }

    @Override
    public void set(HorizontalPodAutoscaler object, int size) {
      object.getSpec().setMinReplicas(size);
    }
  }
}
