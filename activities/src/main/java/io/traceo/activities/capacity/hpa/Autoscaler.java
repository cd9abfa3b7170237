package io.traceo.activities.capacity.hpa;

import io.traceo.activities.capacity.hpa.ScalingRules.Select;
import java.util.List;
import java.util.OptionalInt;

/**
 * One autoscaler with what it remembers: its recommendations and its changes. It is asked at every
 * period of the controller (15 s by default); times must not go backwards. Not thread-safe.
 */
public final class Autoscaler {
  private final ReplicaCalculator calculator;
  private final Recommendations recommendations = new Recommendations();
  private final ScaleEvents ups = new ScaleEvents();
  private final ScaleEvents downs = new ScaleEvents();

  /** With the controller's own defaults: 5 minutes for a start, 30 s until first ready. */
  public Autoscaler() {
    this(300_000, 30_000);
  }

  /** With what the controller's options of these names say. */
  public Autoscaler(long cpuInitializationMs, long initialReadinessMs) {
    this.calculator = new ReplicaCalculator(cpuInitializationMs, initialReadinessMs);
  }

  /**
   * What the target's replicas are set to.
   *
   * @param replicas the same as before when nothing changes
   * @param known whether enough metrics were there to decide; if not, nothing changes
   */
  public record Decision(int replicas, boolean known) {}

  /**
   * Decides, and remembers the change as made.
   *
   * @param current replicas that the target asks for now
   * @param pods those that exist
   */
  public Decision decide(HpaSpec spec, int current, List<PodGroup> pods, long nowMs) {
    if (recommendations.none()) {
      recommendations.add(current, nowMs);
    }
    if (current == 0) {
      return new Decision(0, true);
    }
    int desired;
    if (current > spec.max()) {
      desired = spec.max();
    } else if (current < spec.min()) {
      desired = spec.min();
    } else {
      OptionalInt wanted = wanted(spec, current, pods, nowMs);
      if (wanted.isEmpty()) {
        return new Decision(current, false);
      }
      int stable =
          recommendations.stabilize(current, wanted.getAsInt(), spec.up(), spec.down(), nowMs);
      desired = limited(spec, current, stable, nowMs);
    }
    remember(spec, current, desired, nowMs);
    return new Decision(desired, true);
  }

  /** The most that a metric asks for; with a metric unknown only if that is not fewer. */
  private OptionalInt wanted(HpaSpec spec, int current, List<PodGroup> pods, long nowMs) {
    int most = 0;
    int unknown = 0;
    for (MetricTarget metric : spec.metrics()) {
      OptionalInt proposed = calculator.propose(metric, spec.tolerance(), current, pods, nowMs);
      if (proposed.isEmpty()) {
        unknown++;
      } else {
        most = Math.max(most, proposed.getAsInt());
      }
    }
    boolean blind = unknown == spec.metrics().size() || (unknown > 0 && most < current);
    return blind ? OptionalInt.empty() : OptionalInt.of(most);
  }

  private int limited(HpaSpec spec, int current, int desired, long nowMs) {
    if (desired > current) {
      int allowed = Math.max(current, highest(spec.up(), current, nowMs));
      return Math.min(desired, Math.min(spec.max(), allowed));
    }
    if (desired < current) {
      int allowed = Math.min(current, lowest(spec.down(), current, nowMs));
      return Math.max(desired, Math.max(spec.min(), allowed));
    }
    return desired;
  }

  private int highest(ScalingRules rules, int current, long nowMs) {
    if (rules.select() == Select.DISABLED) {
      return current;
    }
    boolean least = rules.select() == Select.MIN;
    int result = least ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    for (ScalingPolicy policy : rules.policies()) {
      int one = policy.highest(before(current, policy, nowMs));
      result = least ? Math.min(result, one) : Math.max(result, one);
    }
    return result;
  }

  private int lowest(ScalingRules rules, int current, long nowMs) {
    if (rules.select() == Select.DISABLED) {
      return current;
    }
    boolean least = rules.select() == Select.MIN;
    int result = least ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    for (ScalingPolicy policy : rules.policies()) {
      int one = policy.lowest(before(current, policy, nowMs));
      result = least ? Math.max(result, one) : Math.min(result, one);
    }
    return result;
  }

  /** Replicas when the policy's time began. */
  private int before(int current, ScalingPolicy policy, long nowMs) {
    return current
        - ups.within(policy.periodSeconds(), nowMs)
        + downs.within(policy.periodSeconds(), nowMs);
  }

  private void remember(HpaSpec spec, int current, int desired, long nowMs) {
    if (desired > current) {
      ups.add(desired - current, nowMs, spec.up().longestPeriodSeconds());
    } else if (desired < current) {
      downs.add(current - desired, nowMs, spec.down().longestPeriodSeconds());
    }
  }
}
