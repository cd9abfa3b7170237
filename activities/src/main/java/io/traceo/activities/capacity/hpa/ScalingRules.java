package io.traceo.activities.capacity.hpa;

import java.util.List;

/**
 * One direction of an autoscaler's behaviour, every field set.
 *
 * @param stabilizationSeconds of the recommendations of this time the most careful one counts, 0 to
 *     3600
 * @param select which of several policies counts
 * @param policies at least one, unless the direction is {@link Select#DISABLED}
 */
public record ScalingRules(int stabilizationSeconds, Select select, List<ScalingPolicy> policies) {

  /** Which of several policies counts. */
  public enum Select {
    /** The one that allows the largest change. */
    MAX,
    /** The one that allows the smallest change. */
    MIN,
    /** No change in this direction. */
    DISABLED
  }

  /** What the API server fills in upwards: at once, twice or four more in 15 s. */
  public static final ScalingRules DEFAULT_UP =
      new ScalingRules(
          0,
          Select.MAX,
          List.of(
              new ScalingPolicy(ScalingPolicy.Kind.PODS, 4, 15),
              new ScalingPolicy(ScalingPolicy.Kind.PERCENT, 100, 15)));

  /** What the API server and the controller fill in downwards: after 5 minutes, without a limit. */
  public static final ScalingRules DEFAULT_DOWN =
      new ScalingRules(
          300, Select.MAX, List.of(new ScalingPolicy(ScalingPolicy.Kind.PERCENT, 100, 15)));

  /** Refuses what the API server would. */
  public ScalingRules {
    policies = List.copyOf(policies);
    if (stabilizationSeconds < 0 || stabilizationSeconds > 3600) {
      throw new IllegalArgumentException(
          "a stabilization window must be 0 to 3600 s, not " + stabilizationSeconds);
    }
    if (policies.isEmpty() && select != Select.DISABLED) {
      throw new IllegalArgumentException("scaling rules need at least one policy");
    }
  }

  int longestPeriodSeconds() {
    int longest = 0;
    for (ScalingPolicy policy : policies) {
      longest = Math.max(longest, policy.periodSeconds());
    }
    return longest;
  }
}
