package io.traceo.activities.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.workflows.capacity.AutoscalerPolicy;
import io.traceo.workflows.capacity.Size;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an autoscaler is to be, how two differ, how one is taken back, when a region is ready. */
class HpaSpecsTest {
  private static final AutoscalerPolicy POLICY =
      new AutoscalerPolicy(60, 70, 100_000, Duration.ofMinutes(5), 20, Duration.ZERO, 100, 10);

  private static HorizontalPodAutoscalerSpec before() {
    return new HorizontalPodAutoscalerBuilder()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", "ingestion")
        .withMinReplicas(1)
        .withMaxReplicas(10)
        .endSpec()
        .build()
        .getSpec();
  }

  private static HorizontalPodAutoscaler wanted(boolean withFloor) {
    ClusterAccess access =
        new ClusterAccess("https://h", null, null, "us-west-2", "ingestion", "ingestion");
    return new HpaManifest(access, new Size(30, 300), POLICY).object("7", "r applied", withFloor);
  }

  @Test
  void theManifestHasTheMetricsAndTheSpeedsOfTheRunbook() {
    HorizontalPodAutoscaler object = wanted(true);
    assertThat(object.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(HpaSpecs.differences(before(), object.getSpec()))
        .contains("minReplicas 1 to 30", "maxReplicas 10 to 300")
        .contains(
            "behavior the default to up after 0 s by 100 % in 15 s or 10 pods in 15 s, down after"
                + " 300 s by 20 % in 60 s")
        .anyMatch(d -> d.endsWith("cpu 60 % + memory 70 % + metrics_ingested_per_second 100k"));
    var behavior = object.getSpec().getBehavior();
    assertThat(behavior.getScaleDown().getStabilizationWindowSeconds()).isEqualTo(300);
    assertThat(behavior.getScaleDown().getPolicies())
        .extracting(p -> p.getType() + " " + p.getValue() + " in " + p.getPeriodSeconds())
        .containsExactly("Percent 20 in 60");
    assertThat(behavior.getScaleUp().getStabilizationWindowSeconds()).isZero();
    assertThat(behavior.getScaleUp().getSelectPolicy()).isEqualTo("Max");
    assertThat(behavior.getScaleUp().getPolicies())
        .extracting(p -> p.getType() + " " + p.getValue() + " in " + p.getPeriodSeconds())
        .containsExactly("Percent 100 in 15", "Pods 10 in 15");
  }

  @Test
  void aFloorThatAFailoverManagesIsNotApplied() {
    assertThat(wanted(false).getSpec().getMinReplicas()).isNull();
  }

  @Test
  void whatNobodyTouchedSinceIsAsBefore() {
    HorizontalPodAutoscalerSpec live = wanted(true).getSpec();
    assertThat(HpaSpecs.takeBack(live, before(), wanted(true).getSpec())).isEmpty();
    assertThat(HpaSpecs.differences(before(), live)).isEmpty();
  }

  @Test
  void whatSomebodyElseMadeOfAFieldStaysAndIsNamed() {
    HorizontalPodAutoscalerSpec live = wanted(true).getSpec();
    live.setMaxReplicas(500);
    assertThat(HpaSpecs.takeBack(live, before(), wanted(true).getSpec()))
        .containsExactly("maxReplicas");
    assertThat(live.getMaxReplicas()).isEqualTo(500);
    assertThat(live.getMinReplicas()).isEqualTo(1);
    assertThat(live.getBehavior()).isNull();
  }

  @Test
  void aRegionIsReadyWhenAllPodsOfTheNewestFormAre() {
    assertThat(look(40, 2L, 40, 40).ready()).isTrue();
    assertThat(look(40, 2L, 39, 40).detail()).isEqualTo("39 of 40 pods ready");
    assertThat(look(40, 2L, 39, 40).ready()).isFalse();
    assertThat(look(40, 2L, 40, 12).ready()).isFalse();
    assertThat(look(40, 1L, 40, 40).detail()).contains("has not seen the change yet");
    assertThat(look(29, 2L, 29, 29).detail()).contains("between 30 and 300");
    assertThat(look(0, 2L, 0, 0)).satisfies(r -> assertThat(r.ready()).isTrue());
  }

  private static io.traceo.workflows.activity.CapacityActivities.Readiness look(
      int replicas, long observed, int ready, int updated) {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withGeneration(2L)
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .endSpec()
            .withNewStatus()
            .withObservedGeneration(observed)
            .withReadyReplicas(ready)
            .withUpdatedReplicas(updated)
            .endStatus()
            .build();
    return new RegionReadiness(deployment, wanted(true)).look();
  }
}
