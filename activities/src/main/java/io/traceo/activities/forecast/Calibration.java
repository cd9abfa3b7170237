package io.traceo.activities.forecast;

import io.traceo.activities.forecast.Backtest.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How wide an interval must be to hold what it says: the method's own standard deviation times what
 * 95 % of the backtest's errors needed, and not less than a normal distribution needs, for the
 * first week, the second, and later days apart (split conformal prediction: Lei and others 2018,
 * doi:10.1080/01621459.2017.1307116; its guarantee wants errors that can be exchanged, which those
 * of a series are only in part).
 *
 * @param factors half width in standard deviations, by part
 */
@SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
record Calibration(double[] factors) {
  private static final double LEVEL = 0.95;

  /** First days of the parts. */
  private static final int[] PARTS = {0, 7, 14};

  /** Errors that a quantile of 95 % needs: with fewer, all days give theirs. */
  private static final int ENOUGH = 19;

  /** What a normal distribution needs. */
  private static final double NORMAL = 1.96;

  static Calibration of(List<Fold> folds) {
    double[] factors = new double[PARTS.length];
    double[] all = needed(folds, 0, Integer.MAX_VALUE);
    for (int part = 0; part < PARTS.length; part++) {
      double[] own = needed(folds, PARTS[part], end(part));
      factors[part] = quantile(own.length >= ENOUGH ? own : all);
    }
    return new Calibration(factors);
  }

  /** Half width of the interval of a day, 0 for the first. */
  double halfWidth(int day, double stdev) {
    int part = PARTS.length - 1;
    while (PARTS[part] > day) {
      part--;
    }
    return factors[part] * stdev;
  }

  /** Share of days inside an interval that was calibrated on all the other folds. */
  static double coverage(List<Fold> folds) {
    int inside = 0;
    int days = 0;
    for (int left = 0; left < folds.size(); left++) {
      Fold fold = folds.get(left);
      List<Fold> rest = new ArrayList<>(folds);
      rest.remove(left);
      Calibration others = of(rest);
      for (int day = 0; day < fold.error().length; day++) {
        if (!Double.isNaN(fold.error()[day])) {
          days++;
          inside += fold.error()[day] <= others.halfWidth(day, fold.stdev()[day]) ? 1 : 0;
        }
      }
    }
    return days == 0 ? Double.NaN : (double) inside / days;
  }

  private static int end(int part) {
    return part + 1 < PARTS.length ? PARTS[part + 1] : Integer.MAX_VALUE;
  }

  private static double[] needed(List<Fold> folds, int from, int to) {
    return folds.stream()
        .flatMapToDouble(
            f ->
                IntStream.range(from, Math.min(to, f.error().length))
                    .mapToDouble(day -> f.error()[day] / f.stdev()[day]))
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }

  private static double quantile(double[] sorted) {
    if (sorted.length == 0) {
      return NORMAL;
    }
    int rank = (int) Math.ceil((sorted.length + 1) * LEVEL);
    // A few weeks without surprises are no reason to promise more than the method itself does.
    return Math.max(NORMAL, sorted[Math.min(rank, sorted.length) - 1]);
  }
}
