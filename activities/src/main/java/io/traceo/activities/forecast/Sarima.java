package io.traceo.activities.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import jdplus.toolkit.base.api.arima.SarimaOrders;
import jdplus.toolkit.base.api.data.DoubleSeq;
import jdplus.toolkit.base.core.regarima.RegArimaEstimation;
import jdplus.toolkit.base.core.regarima.RegArimaForecasts;
import jdplus.toolkit.base.core.regarima.RegArimaModel;
import jdplus.toolkit.base.core.regsarima.RegSarimaComputer;
import jdplus.toolkit.base.core.regsarima.RegSarimaComputer.StartingPoint;
import jdplus.toolkit.base.core.sarima.SarimaModel;
import jdplus.toolkit.base.core.sarima.estimation.SarimaMapping;
import org.jspecify.annotations.Nullable;

/**
 * SARIMA(2,1,2)(1,1,1)7 by exact maximum likelihood, with JDemetra+ (Box, Jenkins, Reinsel and
 * Ljung, Time series analysis, 5th edition, chapter 9). A missing day has a parameter of its own,
 * so that what it was filled with does not matter.
 *
 * <p>The likelihood is flat: other parameters can be as likely. Two fits are compared by likelihood
 * and forecasts.
 */
final class Sarima implements Method {
  static final String NAME = "SARIMA(2,1,2)(1,1,1)7";

  /** Below this share of the series' own squares, what is left after differencing is rounding. */
  private static final double ROUNDING = 1e-20;

  private static final double PRECISION = 1e-9;

  /** Where the library's own starts do not get to: a slow wave, and next to nothing. */
  private static final List<SarimaModel> STARTS =
      List.of(
          parameters(new double[] {1.1, -0.4}, new double[] {-1.2, 0.5}, -0.1, -0.85),
          parameters(new double[] {0, 0}, new double[] {0, 0}, 0, -0.5));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Projection project(CleanSeries series, int days) {
    double[] filled = series.filled();
    if (repeats(filled)) {
      return goOn(filled, days);
    }
    Fit fit = fit(series);
    RegArimaForecasts.Result result =
        RegArimaForecasts.calcForecast(
            fit.model(), DoubleSeq.of(fit.interpolated()), days, fit.variance());
    return new Projection(result.getForecasts(), result.getForecastsStdev(), null);
  }

  /**
   * The most likely model, from every start: the likelihood has several tops.
   *
   * @throws NoFitException when none led anywhere
   */
  static Fit fit(CleanSeries series) {
    List<Supplier<RegArimaEstimation<SarimaModel>>> starts = new ArrayList<>();
    RegSarimaComputer.Builder computer = RegSarimaComputer.builder().precision(PRECISION);
    RegArimaModel<SarimaModel> open =
        model(series, SarimaModel.builder(orders()).setDefault().build());
    for (StartingPoint start : List.of(StartingPoint.Default, StartingPoint.Multiple)) {
      starts.add(() -> computer.startingPoint(start).build().process(open, mapping()));
    }
    for (SarimaModel start : STARTS) {
      starts.add(() -> computer.build().optimize(model(series, start), mapping()));
    }
    @Nullable Fit best = null;
    List<String> failures = new ArrayList<>();
    for (Supplier<RegArimaEstimation<SarimaModel>> start : starts) {
      try {
        Fit fit = Fit.of(start.get(), series);
        if (Double.isFinite(fit.logLikelihood())
            && (best == null || fit.logLikelihood() > best.logLikelihood())) {
          best = fit;
        }
      } catch (RuntimeException e) {
        // The library's own exceptions have no common type; another start may do.
        failures.add(e.toString());
      }
    }
    if (best == null) {
      throw new NoFitException("no start of the estimation came to an end: " + failures);
    }
    return best;
  }

  /**
   * The exact likelihood at given parameters, without estimation.
   *
   * @param ar regular and {@code sar} seasonal parameters, as in {@code (1 - ar1 B - ...)}; the
   *     library has the other sign
   * @param ma regular and {@code sma} seasonal parameters, as in {@code (1 + ma1 B + ...)}
   */
  static Fit at(CleanSeries series, double[] ar, double[] ma, double sar, double sma) {
    RegArimaModel<SarimaModel> model = model(series, parameters(ar, ma, sar, sma));
    return Fit.of(RegArimaEstimation.of(model, 0), series);
  }

  private static SarimaModel parameters(double[] ar, double[] ma, double sar, double sma) {
    return SarimaModel.builder(orders())
        .phi(1, -ar[0])
        .phi(2, -ar[1])
        .theta(1, ma[0])
        .theta(2, ma[1])
        .bphi(1, -sar)
        .btheta(1, sma)
        .build();
  }

  private static SarimaMapping mapping() {
    return SarimaMapping.of(orders());
  }

  private static RegArimaModel<SarimaModel> model(CleanSeries series, SarimaModel arima) {
    int[] missing =
        IntStream.range(0, series.length()).filter(i -> Double.isNaN(series.values()[i])).toArray();
    RegArimaModel.Builder<SarimaModel> builder = RegArimaModel.builder();
    // One by one: its methods return a builder of anything.
    builder.y(DoubleSeq.of(series.filled()));
    builder.arima(arima);
    builder.missing(missing);
    return builder.build();
  }

  private static SarimaOrders orders() {
    SarimaOrders orders = new SarimaOrders(WEEK);
    orders.setRegular(2, 1, 2);
    orders.setSeasonal(1, 1, 1);
    return orders;
  }

  /** Nothing is left after both differences: the likelihood would be infinite, the fit noise. */
  private static boolean repeats(double[] y) {
    double left = 0;
    double all = 0;
    for (int at = WEEK + 1; at < y.length; at++) {
      double change = y[at] - y[at - 1] - y[at - WEEK] + y[at - WEEK - 1];
      left += change * change;
      all += y[at] * y[at];
    }
    return left <= ROUNDING * all;
  }

  private static Projection goOn(double[] y, int days) {
    double[] all = Arrays.copyOf(y, y.length + days);
    for (int at = y.length; at < all.length; at++) {
      all[at] = all[at - 1] + all[at - WEEK] - all[at - WEEK - 1];
    }
    return new Projection(
        Arrays.copyOfRange(all, y.length, all.length),
        new double[days],
        "the history repeats itself exactly: there is nothing to estimate, and it goes on so");
  }

  /**
   * A model with its likelihood.
   *
   * @param variance of the innovations
   * @param interpolated the series with its missing days as the model sees them
   */
  @SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
  record Fit(SarimaModel model, double logLikelihood, double variance, double[] interpolated) {
    static Fit of(RegArimaEstimation<SarimaModel> estimation, CleanSeries series) {
      var likelihood = estimation.getConcentratedLikelihood();
      // dim counts the missing days, which told nothing.
      int told = likelihood.dim() - likelihood.nmissing();
      return new Fit(
          estimation.getModel().arima(),
          likelihood.logLikelihood(),
          likelihood.ssq() / told,
          interpolated(series, likelihood.missingCorrections()));
    }

    /** What a day was filled with, without the correction that was estimated for it. */
    private static double[] interpolated(CleanSeries series, DoubleSeq corrections) {
      double[] y = series.filled();
      int next = 0;
      for (int at = 0; at < y.length; at++) {
        if (Double.isNaN(series.values()[at])) {
          y[at] -= corrections.get(next++);
        }
      }
      return y;
    }
  }
}
