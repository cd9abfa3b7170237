package io.traceo.activities.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.traceo.activities.place.PlaceConfig.ClusterAccess;
import io.traceo.workflows.capacity.AutoscalerPolicy;
import io.traceo.workflows.capacity.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The autoscaler as it is to be: only what Traceo manages of it, as server-side apply wants it.
 * Everything is said that the API server would default, or nobody would own it.
 */
record HpaManifest(ClusterAccess access, Size size, AutoscalerPolicy policy) {
  /** Marks the last rollout: its id, and whether it applied or took back. */
  static final String MARK = "traceo.io/capacity";

  private static final String METRIC = "metrics_ingested_per_second";

  /**
   * The object to apply.
   *
   * @param resourceVersion that it must still have
   * @param withFloor false where a failover has raised the floor, and manages it
   */
  HorizontalPodAutoscaler object(@Nullable String resourceVersion, String mark, boolean withFloor) {
    HorizontalPodAutoscaler object =
        new HorizontalPodAutoscalerBuilder()
            .withNewMetadata()
            .withNamespace(access.namespace())
            .withName(access.hpa())
            .withResourceVersion(resourceVersion)
            .addToAnnotations(MARK, mark)
            .endMetadata()
            .withNewSpec()
            .withNewScaleTargetRef("apps/v1", "Deployment", access.deployment())
            .withMaxReplicas(size.maximum())
            .withMetrics(
                resource("cpu", policy.cpuPercent()),
                resource("memory", policy.memoryPercent()),
                ingested())
            .withBehavior(behavior())
            .endSpec()
            .build();
    if (withFloor) {
      object.getSpec().setMinReplicas(size.minimum());
    }
    return object;
  }

  private static MetricSpec resource(String name, int percent) {
    return new MetricSpecBuilder()
        .withType("Resource")
        .withNewResource()
        .withName(name)
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(percent)
        .endTarget()
        .endResource()
        .build();
  }

  private MetricSpec ingested() {
    return new MetricSpecBuilder()
        .withType("Pods")
        .withNewPods()
        .withNewMetric()
        .withName(METRIC)
        .endMetric()
        .withNewTarget()
        .withType("AverageValue")
        .withAverageValue(quantity(policy.metricsPerPod()))
        .endTarget()
        .endPods()
        .build();
  }

  /** As the API server writes it back: {@code 100k}. */
  private static Quantity quantity(long amount) {
    return amount % 1000 == 0
        ? new Quantity(Long.toString(amount / 1000), "k")
        : new Quantity(Long.toString(amount));
  }

  private HorizontalPodAutoscalerBehavior behavior() {
    return new HorizontalPodAutoscalerBehaviorBuilder()
        .withNewScaleDown()
        .withStabilizationWindowSeconds(Math.toIntExact(policy.scaleDownAfter().toSeconds()))
        .withSelectPolicy("Max")
        .withPolicies(
            atMost("Percent", policy.scaleDownPercent(), AutoscalerPolicy.SCALE_DOWN_PERIOD))
        .endScaleDown()
        .withNewScaleUp()
        .withStabilizationWindowSeconds(Math.toIntExact(policy.scaleUpAfter().toSeconds()))
        .withSelectPolicy("Max")
        .withPolicies(
            atMost("Percent", policy.scaleUpPercent(), AutoscalerPolicy.SCALE_UP_PERIOD),
            atMost("Pods", policy.scaleUpPods(), AutoscalerPolicy.SCALE_UP_PERIOD))
        .endScaleUp()
        .build();
  }

  private static HPAScalingPolicy atMost(String type, int value, Duration period) {
    return new HPAScalingPolicyBuilder()
        .withType(type)
        .withValue(value)
        .withPeriodSeconds(Math.toIntExact(period.toSeconds()))
        .build();
  }
}
