package io.traceo.activities.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import jdplus.toolkit.base.api.data.DoubleSeq;
import jdplus.toolkit.base.core.math.functions.levmar.LevenbergMarquardtMinimizer;
import jdplus.toolkit.base.core.math.functions.ssq.ISsqFunctionPoint;

/**
 * Exponential smoothing: ETS(A,N,A) or ETS(A,Ad,A), whichever has the lower corrected Akaike
 * criterion. With additive errors the least squares of the one-day errors are the most likely
 * parameters (Hyndman, Koehler, Ord and Snyder, Forecasting with exponential smoothing, section
 * 5.1). The first state is taken from the first weeks and not estimated.
 */
final class Ets implements Method {
  static final String NAME = "ETS";
  private static final int FIRST_WEEKS = 3;
  private static final int MOST_STEPS = 100;

  /** Starts: a steady and a quick level. */
  private static final double[][] STARTS = {{0.1, 0.1}, {0.5, 0.1}};

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Projection project(CleanSeries series, int days) {
    double[] y = series.values();
    EtsModel.State start = firstState(series);
    List<Fitted> fits = new ArrayList<>();
    for (boolean trend : new boolean[] {false, true}) {
      for (double[] from : STARTS) {
        fits.add(fit(y, start, trend, from));
      }
    }
    Fitted best = fits.stream().min(Comparator.comparingDouble(Fitted::criterion)).orElseThrow();
    double sigma = Math.sqrt(best.squares() / best.told());
    double[] mean = best.model().expect(best.model().run(y, start).last(), days);
    double[] stdev = Arrays.stream(best.model().growth(days)).map(g -> g * sigma).toArray();
    return new Projection(mean, stdev, best.trend() ? "ETS(A,Ad,A)" : "ETS(A,N,A)");
  }

  private static Fitted fit(double[] y, EtsModel.State start, boolean trend, double[] from) {
    EtsSquares function = new EtsSquares(y, start, trend);
    ISsqFunctionPoint point =
        function.ssqEvaluate(DoubleSeq.of(function.unbounded(from[0], from[1])));
    LevenbergMarquardtMinimizer minimizer =
        LevenbergMarquardtMinimizer.builder().maxIter(MOST_STEPS).build();
    minimizer.minimize(point);
    ISsqFunctionPoint found = minimizer.getResult();
    int told = (int) Arrays.stream(y).filter(v -> !Double.isNaN(v)).count();
    return new Fitted(EtsSquares.model(found.getParameters(), trend), found.getSsqE(), told, trend);
  }

  /** Level and season of the first weeks, without a trend: three weeks show none. */
  static EtsModel.State firstState(CleanSeries series) {
    double[] first = Arrays.copyOf(series.filled(), FIRST_WEEKS * WEEK);
    double level = Arrays.stream(first).average().orElseThrow();
    double[] season = new double[WEEK];
    for (int at = 0; at < first.length; at++) {
      season[at % WEEK] += (first[at] - level) / FIRST_WEEKS;
    }
    return new EtsModel.State(level, 0, season);
  }

  /** One estimated model. */
  private record Fitted(EtsModel model, double squares, int told, boolean trend) {
    double criterion() {
      int parameters = trend ? 5 : 3; // With the variance.
      // A perfect fit has no logarithm: rounding is as good as it gets.
      double each = Math.max(squares / told, Double.MIN_NORMAL);
      return told * Math.log(each)
          + 2.0 * parameters
          + 2.0 * parameters * (parameters + 1) / (told - parameters - 1);
    }
  }
}
