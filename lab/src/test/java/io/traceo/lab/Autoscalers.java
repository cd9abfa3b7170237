package io.traceo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The autoscalers of the lab's group na, past the doors: what a rollout may leave of itself. */
public record Autoscalers(KubernetesClient admin) {
  static final String EAST = "us-east-1";
  static final String WEST1 = "us-west-1";
  static final String WEST2 = "us-west-2";
  static final String NAME = "ingestion-na";
  private static final String MARK = "traceo.io/capacity";

  HorizontalPodAutoscaler of(String region) {
    return admin
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(region)
        .withName(NAME)
        .get();
  }

  /** Everything but the status and the mark, byte for byte, with who manages what. */
  String state(String region) {
    HorizontalPodAutoscaler found = of(region);
    Map<String, String> annotations = new TreeMap<>(found.getMetadata().getAnnotations());
    annotations.remove(MARK);
    List<String> managers = new ArrayList<>();
    found.getMetadata().getManagedFields().stream()
        .filter(m -> m.getSubresource() == null || m.getSubresource().isEmpty())
        .forEach(m -> managers.add(Serialization.asJson(m)));
    managers.sort(null);
    return Serialization.asJson(found.getSpec()) + "\n" + annotations + "\n" + managers;
  }

  Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (String region : List.of(EAST, WEST1, WEST2)) {
      states.put(region, state(region));
    }
    return states;
  }

  /** Minimum and maximum. */
  public String size(String region) {
    var spec = of(region).getSpec();
    return spec.getMinReplicas() + " to " + spec.getMaxReplicas();
  }

  /** What the Deployment has of ready pods. */
  int ready(String region) {
    Integer ready =
        admin
            .apps()
            .deployments()
            .inNamespace(region)
            .withName(NAME)
            .get()
            .getStatus()
            .getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  /** Somebody else sets the maximum of a region's autoscaler, and manages it from then on. */
  void somebodySetsMaximum(String region, int maximum) {
    HorizontalPodAutoscaler theirs = of(region);
    theirs.getSpec().setMaxReplicas(maximum);
    theirs.getMetadata().setManagedFields(null);
    theirs.getMetadata().setResourceVersion(null);
    HorizontalPodAutoscaler unused =
        admin.resource(theirs).fieldManager("somebody").forceConflicts().serverSideApply();
    assertThat(of(region).getSpec().getMaxReplicas()).isEqualTo(maximum);
  }
}
