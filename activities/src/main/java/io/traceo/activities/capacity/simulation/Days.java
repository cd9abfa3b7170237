package io.traceo.activities.capacity.simulation;

/** What a way of scaling cost and how short it was, by day. */
final class Days {
  private final long[] podSteps;
  private final int[] shortSteps;
  private final int[] minimumSteps;

  Days(int days) {
    podSteps = new long[days];
    shortSteps = new int[days];
    minimumSteps = new int[days];
  }

  /** Books one step: pods that exist, whether those that are ready are too few, whether fewest. */
  void book(int step, int pods, boolean tooFew, boolean atMinimum) {
    int day = step / Demand.STEPS_PER_DAY;
    podSteps[day] += pods;
    shortSteps[day] += tooFew ? 1 : 0;
    minimumSteps[day] += atMinimum ? 1 : 0;
  }

  /** Of some days, the last one excluded. */
  Sum sum(int from, int to) {
    Sum sum = Sum.NOTHING;
    for (int day = from; day < to; day++) {
      sum =
          sum.plus(
              new Sum(Demand.STEPS_PER_DAY, podSteps[day], shortSteps[day], minimumSteps[day]));
    }
    return sum;
  }

  /** Totals of some days, in steps of the simulation. */
  record Sum(long steps, long podSteps, long shortSteps, long minimumSteps) {
    static final Sum NOTHING = new Sum(0, 0, 0, 0);

    Sum plus(Sum other) {
      return new Sum(
          steps + other.steps,
          podSteps + other.podSteps,
          shortSteps + other.shortSteps,
          minimumSteps + other.minimumSteps);
    }

    double shortShare() {
      return (double) shortSteps / steps;
    }
  }
}
