package io.traceo.activities.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Forecasts from origins within the history, a week apart, each made of nothing but the days before
 * its origin (Tashman 2000, doi:10.1016/S0169-2070(00)00065-0).
 */
final class Backtest {
  /** Days that a fold is made of at most: what the real forecast is made of. */
  static final int WINDOW = 90;

  /** At least: six weeks, and the few days that differencing takes. */
  private static final int SHORTEST = 46;

  private static final int MOST_FOLDS = 8;

  private Backtest() {}

  /**
   * What a method did from each origin, newest first.
   *
   * @throws NoFitException when it had no answer from one of them
   */
  static List<Fold> run(Method method, double[] raw, int days) {
    List<Fold> folds = new ArrayList<>();
    for (int origin = raw.length - Method.WEEK;
        origin >= SHORTEST && folds.size() < MOST_FOLDS;
        origin -= Method.WEEK) {
      double[] before = Arrays.copyOfRange(raw, Math.max(0, origin - WINDOW), origin);
      double[] actual = Arrays.copyOfRange(raw, origin, Math.min(raw.length, origin + days));
      Cleaning cleaning = Cleaning.of(before);
      Projection projection = method.project(cleaning.series(), actual.length);
      double[] error = new double[actual.length];
      double[] stdev = new double[actual.length];
      for (int day = 0; day < actual.length; day++) {
        error[day] = Math.abs(actual[day] - cleaning.unit() * projection.mean()[day]);
        stdev[day] = cleaning.unit() * projection.stdev()[day];
      }
      folds.add(new Fold(error, stdev));
    }
    return folds;
  }

  /** Mean absolute error over all days of all folds; days without a value do not count. */
  static double meanError(List<Fold> folds) {
    return folds.stream()
        .flatMapToDouble(f -> Arrays.stream(f.error()))
        .filter(e -> !Double.isNaN(e))
        .average()
        .orElse(Double.NaN);
  }

  /** Share of the origins from which the one had less error than the other. */
  static double wins(List<Fold> one, List<Fold> other) {
    long won =
        IntStream.range(0, one.size())
            .filter(i -> meanError(List.of(one.get(i))) < meanError(List.of(other.get(i))))
            .count();
    return (double) won / one.size();
  }

  /**
   * One origin.
   *
   * @param error absolute, a value a day, NaN where the history has none
   * @param stdev that the method saw for that day
   */
  @SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
  record Fold(double[] error, double[] stdev) {}
}
