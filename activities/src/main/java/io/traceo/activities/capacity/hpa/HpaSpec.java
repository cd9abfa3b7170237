package io.traceo.activities.capacity.hpa;

import java.util.List;

/**
 * An autoscaler's specification, every field set.
 *
 * @param min fewest replicas, at least 1
 * @param max most replicas
 * @param metrics the one that asks for the most replicas counts
 * @param up behaviour upwards
 * @param down behaviour downwards
 * @param tolerance of every metric
 */
public record HpaSpec(
    int min,
    int max,
    List<MetricTarget> metrics,
    ScalingRules up,
    ScalingRules down,
    Tolerance tolerance) {

  /** Refuses what the API server would. */
  public HpaSpec {
    metrics = List.copyOf(metrics);
    if (min < 1) {
      throw new IllegalArgumentException("minReplicas must be at least 1, not " + min);
    }
    if (min > max) {
      throw new IllegalArgumentException("minReplicas " + min + " is above maxReplicas " + max);
    }
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("an autoscaler needs at least one metric");
    }
  }

  /** The same with another minimum. */
  public HpaSpec withMin(int other) {
    return new HpaSpec(other, max, metrics, up, down, tolerance);
  }
}
