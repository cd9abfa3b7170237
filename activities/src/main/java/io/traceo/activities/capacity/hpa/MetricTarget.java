package io.traceo.activities.capacity.hpa;

/**
 * One metric of an autoscaler and what a pod should have of it on average.
 *
 * @param name as in the samples of the pods
 * @param kind how the target is read
 * @param target percent of the request, or the average value in thousandths
 * @param request what each pod requests, in thousandths; 0 for {@link Kind#AVERAGE}
 */
public record MetricTarget(String name, Kind kind, long target, long request) {

  /** How a target is read. */
  public enum Kind {
    /**
     * {@code Resource} {@code cpu} with {@code averageUtilization}; young pods are looked at twice.
     */
    CPU_UTILIZATION,
    /** Any other {@code Resource} with {@code averageUtilization}. */
    UTILIZATION,
    /** {@code Pods} with {@code averageValue}. */
    AVERAGE
  }

  /** Refuses what the API server would. */
  public MetricTarget {
    if (target <= 0) {
      throw new IllegalArgumentException(
          "metric " + name + ": the target must be above 0, not " + target);
    }
    if (kind != Kind.AVERAGE && request <= 0) {
      throw new IllegalArgumentException("metric " + name + ": utilization needs a request");
    }
  }

  /** {@code Pods} with {@code averageValue}, in thousandths. */
  public static MetricTarget average(String name, long milli) {
    return new MetricTarget(name, Kind.AVERAGE, milli, 0);
  }

  /**
   * What pods have, against the target: 1 is exactly what they should. Whole percents and whole
   * thousandths, as the controller computes.
   *
   * @param total over all the pods, in thousandths
   */
  double ratio(long total, long pods) {
    long now = kind == Kind.AVERAGE ? total / pods : total * 100 / (pods * request);
    return (double) now / target;
  }

  /** What a pod without a sample is taken to have when the others have too little. */
  long ifMissing() {
    return kind == Kind.AVERAGE ? target : request * Math.max(100, target) / 100;
  }
}
