package io.traceo.activities.capacity.hpa;

import io.traceo.activities.capacity.hpa.MetricTarget.Kind;
import io.traceo.activities.capacity.hpa.PodGroup.Phase;
import io.traceo.activities.capacity.hpa.PodGroup.Sample;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many replicas one metric asks for: {@code ceil(pods × now / target)}, conservative about pods
 * that are not ready and about missing samples ("Algorithm details" of the documentation).
 *
 * @param cpuInitializationMs how long a pod's processor use may be that of its start ({@code
 *     --horizontal-pod-autoscaler-cpu-initialization-period})
 * @param initialReadinessMs a pod that turned unready within this time of its start was never ready
 *     ({@code --horizontal-pod-autoscaler-initial-readiness-delay})
 */
record ReplicaCalculator(long cpuInitializationMs, long initialReadinessMs) {

  /** Empty when no pod has a sample that counts. */
  OptionalInt propose(
      MetricTarget metric, Tolerance tolerance, int current, List<PodGroup> pods, long nowMs) {
    long total = 0;
    long counted = 0;
    long unready = 0;
    long missing = 0;
    for (PodGroup group : pods) {
      Sample sample = group.sample(metric.name());
      if (group.phase() == Phase.GONE) {
        continue;
      }
      if (group.phase() == Phase.PENDING) {
        unready += group.count();
      } else if (sample == null) {
        missing += group.count();
      } else if (metric.kind() == Kind.CPU_UTILIZATION && starting(group, sample, nowMs)) {
        unready += group.count();
      } else {
        counted += group.count();
        total += sample.milli() * group.count();
      }
    }
    if (counted == 0) {
      return OptionalInt.empty();
    }
    double ratio = metric.ratio(total, counted);
    boolean fillUnready = unready > 0 && ratio > 1;
    if (!fillUnready && missing == 0) {
      return OptionalInt.of(tolerance.covers(ratio) ? current : ceil(ratio * counted));
    }
    return OptionalInt.of(
        cautious(metric, tolerance, current, ratio, total, counted, missing, unready));
  }

  /** Pods without a sample are taken to have what makes the change smaller. */
  private static int cautious(
      MetricTarget metric,
      Tolerance tolerance,
      int current,
      double ratio,
      long total,
      long counted,
      long missing,
      long unready) {
    long all = total;
    long pods = counted;
    if (ratio < 1) {
      all += missing * metric.ifMissing();
      pods += missing;
    } else if (ratio > 1) {
      pods += missing + unready;
    }
    double careful = metric.ratio(all, pods);
    if (tolerance.covers(careful) || opposite(ratio, careful)) {
      return current;
    }
    int proposed = ceil(careful * pods);
    boolean turned = careful < 1 ? proposed > current : careful > 1 && proposed < current;
    return turned ? current : proposed;
  }

  /** Whether a processor sample may be that of a start, or of a pod that never was ready. */
  private boolean starting(PodGroup group, Sample sample, long nowMs) {
    if (group.startedMs() + cpuInitializationMs > nowMs) {
      return !group.ready() || sample.atMs() < group.readyChangedMs() + sample.windowMs();
    }
    return !group.ready() && group.startedMs() + initialReadinessMs > group.readyChangedMs();
  }

  private static boolean opposite(double one, double other) {
    return (one < 1 && other > 1) || (one > 1 && other < 1);
  }

  private static int ceil(double replicas) {
    return (int) Math.ceil(replicas);
  }
}
