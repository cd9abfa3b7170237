package io.traceo.activities.capacity.hpa;

/**
 * How much may change within a time.
 *
 * @param kind pods, or percent of what there was when the time began
 * @param value pods or percent, above 0
 * @param periodSeconds the time, 1 to 1800
 */
public record ScalingPolicy(Kind kind, int value, int periodSeconds) {

  /** What {@link #value} counts. */
  public enum Kind {
    /** Pods. */
    PODS,
    /** Percent of the pods. */
    PERCENT
  }

  /** Refuses what the API server would. */
  public ScalingPolicy {
    if (value <= 0) {
      throw new IllegalArgumentException("a policy's value must be above 0, not " + value);
    }
    if (periodSeconds < 1 || periodSeconds > 1800) {
      throw new IllegalArgumentException(
          "a policy's period must be 1 to 1800 s, not " + periodSeconds);
    }
  }

  /** Most pods at the end of the time; a percentage is rounded up, or one pod could never grow. */
  int highest(int before) {
    return kind == Kind.PODS
        ? before + value
        : (int) Math.ceil(before * (1 + (double) value / 100));
  }

  /** Fewest pods at the end of the time. */
  int lowest(int before) {
    return kind == Kind.PODS ? before - value : (int) (before * (1 - (double) value / 100));
  }
}
