package io.traceo.activities.forecast;

import java.util.Arrays;

/**
 * The mean of the last four Mondays for a Monday, and so on. After a change of level only the days
 * since then count.
 */
final class WeekdayMean implements Method {
  static final String NAME = "weekday mean";
  private static final int WEEKS = 4;

  @Override
  public String name() {
    return NAME;
  }

  /** The error of one more day, and that of the mean of the days before. */
  @Override
  public Projection project(CleanSeries series, int days) {
    double[] mean = new double[days];
    double[] stdev = new double[days];
    double squares = 0;
    int spare = 0;
    double[] factor = new double[WEEK];
    for (int weekday = 0; weekday < WEEK; weekday++) {
      double[] same = series.sameWeekday(weekday, WEEKS);
      double average = Arrays.stream(same).average().orElseThrow();
      squares += Arrays.stream(same).map(v -> (v - average) * (v - average)).sum();
      spare += same.length - 1;
      factor[weekday] = Math.sqrt(1 + 1.0 / same.length);
      for (int day = weekday; day < days; day += WEEK) {
        mean[day] = average;
      }
    }
    // A single week since the level changed tells nothing of the spread: last week's changes do.
    double spread =
        spare > 0
            ? Math.sqrt(squares / spare)
            : Math.sqrt(
                Arrays.stream(series.weeklyChanges()).map(e -> e * e / 2).average().orElse(0));
    for (int day = 0; day < days; day++) {
      stdev[day] = spread * factor[day % WEEK];
    }
    return new Projection(mean, stdev, null);
  }
}
