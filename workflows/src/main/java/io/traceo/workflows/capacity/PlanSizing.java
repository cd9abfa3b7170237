package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns forecasts into sizes. Pure. */
final class PlanSizing {
  /** What rounding may add to a whole number of pods. */
  private static final double ROUNDING = 1e-9;

  private PlanSizing() {}

  /**
   * Replicas that carry a demand at the autoscaler's target; at least one.
   *
   * @param demand in metrics/s
   */
  static int replicas(double demand, long metricsPerPod) {
    return (int) Math.max(1, Math.ceil(demand / metricsPerPod - ROUNDING));
  }

  /**
   * Each region's share of the global minimum and maximum, by what it is sized on. The sums are
   * exact.
   *
   * @throws IllegalArgumentException when there are more regions than the minimum has replicas
   */
  static List<RegionSize> of(
      List<RegionForecast> forecasts, PlanPolicy policy, long metricsPerPod) {
    if (forecasts.size() > policy.minimumReplicas()) {
      throw new IllegalArgumentException(
          "capacity.yaml, field plan.minimumReplicas: it is %d for %d regions, and each needs one; raise it to %d or more"
              .formatted(policy.minimumReplicas(), forecasts.size(), forecasts.size()));
    }
    List<Double> weights = forecasts.stream().map(RegionForecast::withHeadroom).toList();
    List<Integer> minimum =
        Shares.split(policy.minimumReplicas(), weights, Collections.nCopies(weights.size(), 1));
    List<Integer> maximum = Shares.split(policy.maximumReplicas(), weights, minimum);
    List<RegionSize> sizes = new ArrayList<>();
    for (int at = 0; at < forecasts.size(); at++) {
      RegionForecast forecast = forecasts.get(at);
      sizes.add(
          new RegionSize(
              forecast.region(),
              replicas(forecast.withHeadroom(), metricsPerPod),
              forecast.average() / metricsPerPod,
              new Size(minimum.get(at), maximum.get(at))));
    }
    return sizes;
  }
}
