package io.traceo.activities.capacity.simulation;

/**
 * A trace at the autoscaler's period: a value every 15 s, in metrics per second, on the straight
 * line from the beginning of one bucket to that of the next. Whole days.
 */
final class Demand {
  static final int STEP_SECONDS = 15;
  static final int STEPS_PER_DAY = 86_400 / STEP_SECONDS;

  private final double[] values;

  private Demand(double[] values) {
    this.values = values;
  }

  /** Of a trace whose values are multiplied by a scale. */
  static Demand of(Trace trace, double scale) {
    double[] values = new double[trace.days() * STEPS_PER_DAY];
    double bucket = trace.bucket().toSeconds();
    for (int step = 0; step < values.length; step++) {
      double at = step * STEP_SECONDS / bucket;
      int before = Math.min((int) at, trace.size() - 1);
      int after = Math.min(before + 1, trace.size() - 1);
      double share = at - before;
      values[step] = scale * (trace.value(before) * (1 - share) + trace.value(after) * share);
    }
    return new Demand(values);
  }

  int steps() {
    return values.length;
  }

  int days() {
    return values.length / STEPS_PER_DAY;
  }

  /** Demand at a step; before the beginning that of the beginning. */
  double at(int step) {
    return values[Math.max(0, step)];
  }

  /** Highest of some days, the last one excluded. */
  double peak(int fromDay, int toDay) {
    double peak = 0;
    for (int step = fromDay * STEPS_PER_DAY; step < toDay * STEPS_PER_DAY; step++) {
      peak = Math.max(peak, values[step]);
    }
    return peak;
  }
}
