package io.traceo.activities.capacity.simulation;

/**
 * The highest demand of the next minutes, foretold every 5 minutes: the average of the same moment
 * of the last four weeks, times how demand stands to that average now. Zero in the first week,
 * which has nothing before it.
 */
final class ProfileForecast {
  static final int REFRESH_STEPS = 300 / Demand.STEP_SECONDS;
  private static final int WEEK = 7 * Demand.STEPS_PER_DAY / REFRESH_STEPS;
  private static final int WEEKS = 4;

  /** A level that left the profile by more than this says nothing of the next hour. */
  private static final double FARTHEST = 2;

  private final double[] profile;
  private final double[] highest;

  /**
   * For all of a trace; at each moment only what came before is used.
   *
   * @param horizonSteps how far ahead the highest is looked for
   * @param lagSteps how old the demand is that is known
   */
  ProfileForecast(Demand demand, int horizonSteps, int lagSteps) {
    int length = demand.steps() / REFRESH_STEPS;
    int horizon = (horizonSteps + REFRESH_STEPS - 1) / REFRESH_STEPS;
    profile = new double[length + horizon];
    for (int i = WEEK; i < profile.length; i++) {
      profile[i] = average(demand, i);
    }
    highest = new double[length];
    for (int i = WEEK + 1; i < length; i++) {
      double peak = 0;
      for (int ahead = 0; ahead <= horizon; ahead++) {
        peak = Math.max(peak, profile[i + ahead]);
      }
      highest[i] = peak * level(demand.at(i * REFRESH_STEPS - lagSteps), known(i, lagSteps));
    }
  }

  /** The highest demand foretold at the last refresh before a step. */
  double highest(int step) {
    return highest[step / REFRESH_STEPS];
  }

  private static double average(Demand demand, int index) {
    double sum = 0;
    int weeks = 0;
    for (int week = 1; week <= WEEKS && index - week * WEEK >= 0; week++) {
      sum += demand.at((index - week * WEEK) * REFRESH_STEPS);
      weeks++;
    }
    return sum / weeks;
  }

  /** The profile at the moment that the known demand is of, between two refreshes. */
  private double known(int index, int lagSteps) {
    double share = (double) lagSteps / REFRESH_STEPS;
    int back = (int) Math.ceil(share);
    double before = profile[Math.max(0, index - back)];
    double after = profile[Math.max(0, index - back + 1)];
    return before + (after - before) * (back - share);
  }

  private static double level(double now, double usual) {
    return usual <= 0 ? 1 : Math.min(FARTHEST, Math.max(1 / FARTHEST, now / usual));
  }
}
