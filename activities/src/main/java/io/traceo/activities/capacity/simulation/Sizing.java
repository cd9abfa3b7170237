package io.traceo.activities.capacity.simulation;

/**
 * What the simulated region may have and what a pod can do.
 *
 * @param min fewest pods
 * @param max most pods
 * @param podTarget metrics per second that a pod should take, as the autoscaler that is rolled out
 *     says
 * @param headroom of a static size: times the peak of the days before, at least 1
 * @param metricLagSeconds how old the newest metric is that the autoscaler sees
 */
public record Sizing(int min, int max, double podTarget, double headroom, int metricLagSeconds) {
  /** Share of what a pod can do at most that its target is. */
  public static final double TARGET_SHARE = 0.6;

  /** Refuses what makes no sense, naming the field. */
  public Sizing {
    if (min < 1) {
      throw new TraceException("min must be at least 1 pod, not " + min);
    }
    if (min > max) {
      throw new TraceException("min " + min + " is above max " + max);
    }
    if (!(podTarget >= 1)) {
      throw new TraceException("per-pod must be at least 1 metric/s, not " + podTarget);
    }
    if (!(headroom >= 1) || headroom > 100) {
      throw new TraceException(
          "headroom " + headroom + " is not 1 to 100: 1.3 is 30 % more than the peak");
    }
    if (metricLagSeconds < 0 || metricLagSeconds > 600) {
      throw new TraceException("metric-lag must be 0 to 600 s, not " + metricLagSeconds);
    }
  }

  /** Metrics per second at which a pod is saturated. */
  public double capacity() {
    return podTarget / TARGET_SHARE;
  }

  /** Pods that just carry a demand, within the bounds. */
  int pods(double demand) {
    return within((int) Math.ceil(demand / capacity()));
  }

  /** Whether a demand saturates the pods that are ready. */
  boolean tooFew(double demand, int ready) {
    return demand / capacity() > ready;
  }

  int within(int pods) {
    return Math.min(max, Math.max(min, pods));
  }
}
