package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.traceo.workflows.activity.CapacityActivities.Readiness;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a region has the pods that its autoscaler wants: the Deployment's controller has seen its
 * newest form, all pods are of that form, and all are ready. Pure.
 */
record RegionReadiness(Deployment deployment, HorizontalPodAutoscaler autoscaler) {

  Readiness look() {
    Integer asked = deployment.getSpec().getReplicas();
    int wanted = asked == null ? 1 : asked;
    if (wanted == 0) {
      // At zero an autoscaler sleeps: somebody wants no pods there.
      return new Readiness(true, "scaled to zero, its autoscaler sleeps");
    }
    Integer least = autoscaler.getSpec().getMinReplicas();
    int floor = least == null ? 1 : least;
    int most = autoscaler.getSpec().getMaxReplicas();
    if (wanted < floor || wanted > most) {
      return new Readiness(
          false,
          wanted
              + " replicas are wanted, its autoscaler has not yet brought them between "
              + floor
              + " and "
              + most);
    }
    DeploymentStatus status = deployment.getStatus();
    int ready = status == null ? 0 : number(status.getReadyReplicas());
    boolean seen =
        status != null
            && Objects.equals(
                status.getObservedGeneration(), deployment.getMetadata().getGeneration());
    boolean updated = status != null && number(status.getUpdatedReplicas()) >= wanted;
    String detail = ready + " of " + wanted + " pods ready";
    if (!seen) {
      return new Readiness(false, detail + ", its controller has not seen the change yet");
    }
    return new Readiness(updated && ready >= wanted, detail);
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
