package io.traceo.activities.capacity.simulation;

/**
 * A floor for whole days: the pods for the day's peak, foretold as the average of the peaks of the
 * same weekday in the last four weeks.
 */
final class DailyPeak implements Floor {
  private static final int WEEKS = 4;
  private final int[] pods;

  DailyPeak(Demand demand, Sizing sizing) {
    double[] peaks = new double[demand.days()];
    pods = new int[demand.days()];
    for (int day = 0; day < peaks.length; day++) {
      peaks[day] = demand.peak(day, day + 1);
      double sum = 0;
      int weeks = 0;
      for (int week = 1; week <= WEEKS && day - 7 * week >= 0; week++) {
        sum += peaks[day - 7 * week];
        weeks++;
      }
      pods[day] = sizing.pods(weeks == 0 ? 0 : sum / weeks);
    }
  }

  @Override
  public int at(int step) {
    return pods[step / Demand.STEPS_PER_DAY];
  }
}
