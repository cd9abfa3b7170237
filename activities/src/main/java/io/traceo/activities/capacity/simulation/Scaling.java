package io.traceo.activities.capacity.simulation;

import io.traceo.activities.capacity.hpa.HpaSpec;
import io.traceo.activities.capacity.hpa.MetricTarget;
import io.traceo.activities.capacity.hpa.ScalingPolicy;
import io.traceo.activities.capacity.hpa.ScalingPolicy.Kind;
import io.traceo.activities.capacity.hpa.ScalingRules;
import io.traceo.activities.capacity.hpa.ScalingRules.Select;
import io.traceo.activities.capacity.hpa.Tolerance;
import io.traceo.workflows.capacity.AutoscalerPolicy;
import java.util.List;

/**
 * The autoscaler that is rolled out: scale up at once by 100 % or 10 pods within 15 s, whichever is
 * more; scale down after 300 s by 20 % within 60 s. Its processor metric stands at its target of 60
 * % when the pod takes its target of metrics, so that both ask for the same; memory is in no trace.
 */
final class Scaling {
  static final String METRIC = "metrics_ingested_per_second";
  private static final int UP_SECONDS =
      Math.toIntExact(AutoscalerPolicy.SCALE_UP_PERIOD.toSeconds());
  private static final int DOWN_SECONDS =
      Math.toIntExact(AutoscalerPolicy.SCALE_DOWN_PERIOD.toSeconds());
  private static final ScalingRules UP =
      new ScalingRules(
          0,
          Select.MAX,
          List.of(
              new ScalingPolicy(Kind.PERCENT, 100, UP_SECONDS),
              new ScalingPolicy(Kind.PODS, 10, UP_SECONDS)));
  private static final ScalingRules DOWN =
      new ScalingRules(300, Select.MAX, List.of(new ScalingPolicy(Kind.PERCENT, 20, DOWN_SECONDS)));

  private Scaling() {}

  /**
   * With a target of its own.
   *
   * @param share of what a pod can do at most, as its target
   */
  static HpaSpec spec(Sizing sizing, double share) {
    return new HpaSpec(
        sizing.min(),
        sizing.max(),
        List.of(MetricTarget.average(METRIC, Math.round(sizing.capacity() * share * 1000))),
        UP,
        DOWN,
        Tolerance.DEFAULT);
  }
}
