package io.traceo.activities.forecast;

import java.util.Arrays;

/** Repeats the last week. A missing day is taken from the week before. */
final class SeasonalNaive implements Method {
  static final String NAME = "seasonal naive";

  @Override
  public String name() {
    return NAME;
  }

  /**
   * The variance of week k is k times that of one week (Hyndman and Athanasopoulos, Forecasting:
   * principles and practice, 3rd edition, table 5.2).
   */
  @Override
  public Projection project(CleanSeries series, int days) {
    double[] mean = new double[days];
    double[] stdev = new double[days];
    double oneWeek =
        Math.sqrt(Arrays.stream(series.weeklyChanges()).map(e -> e * e).average().orElse(0));
    for (int day = 0; day < days; day++) {
      int week = day / WEEK;
      mean[day] = series.sameWeekday(day, 1)[0];
      stdev[day] = oneWeek * Math.sqrt(1 + week);
    }
    return new Projection(mean, stdev, null);
  }
}
