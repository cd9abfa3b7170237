package io.traceo.activities.capacity.simulation;

import java.util.List;

/**
 * What one way of scaling cost over the judged days.
 *
 * @param replicaHours hours of pods, those that start included
 * @param saving percent of the replica-hours of the static size
 * @param underProvisionedMinutes time in which demand was above what the ready pods can do
 * @param underProvisionedPercent of the judged time
 * @param atMinimumPercent of the judged time in which the region's minimum was all that ran
 * @param targets the autoscaler's target in each part of the judged days, as a share of what a pod
 *     can do; none where nothing scales
 */
public record Outcome(
    Strategy strategy,
    int podStartMinutes,
    double replicaHours,
    double saving,
    double underProvisionedMinutes,
    double underProvisionedPercent,
    double atMinimumPercent,
    List<Double> targets) {

  static Outcome of(
      Strategy strategy, int startMinutes, Days.Sum sum, Days.Sum fixed, List<Double> targets) {
    return new Outcome(
        strategy,
        startMinutes,
        sum.podSteps() * Demand.STEP_SECONDS / 3600.0,
        100 - 100.0 * sum.podSteps() / fixed.podSteps(),
        sum.shortSteps() * Demand.STEP_SECONDS / 60.0,
        100 * sum.shortShare(),
        100.0 * sum.minimumSteps() / sum.steps(),
        targets);
  }
}
