package io.traceo.activities.forecast;

import io.traceo.activities.forecast.Backtest.Fold;
import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.MethodForecast;
import io.traceo.workflows.capacity.MethodForecast.Score;
import io.traceo.workflows.capacity.RegionForecast;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts a region by every method, and takes the one that did best where the history could tell.
 * Needs nothing but its arguments: the same history gives the same forecast.
 */
public final class RegionForecaster {
  /** SARIMA is always shown, and first. */
  private static final List<Method> METHODS =
      List.of(new Sarima(), new SeasonalNaive(), new WeekdayMean(), new Ets());

  private RegionForecaster() {}

  /**
   * The days after the history.
   *
   * @param headroom share above the peak
   * @throws IllegalArgumentException with every problem, naming region and field
   */
  public static RegionForecast forecast(DemandHistory history, double headroom) {
    Set<String> problems = new LinkedHashSet<>(history.problems());
    problems.addAll(HistoryRules.problems(history));
    if (!(headroom >= 0 && Double.isFinite(headroom))) {
      problems.add(
          "region %s, field headroom: it is %s; it is a share above the peak, for example 0.3, and never negative"
              .formatted(history.region(), headroom));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    double[] raw = Days.values(history.peaks());
    Cleaning cleaning = Cleaning.of(Days.last(raw, Backtest.WINDOW));
    double weekly = weeklyError(raw);
    List<Candidate> candidates =
        METHODS.stream().map(m -> candidate(m, raw, cleaning, weekly)).toList();
    return sized(history, headroom, cleaning, candidates, Choice.among(candidates));
  }

  private static RegionForecast sized(
      DemandHistory history,
      double headroom,
      Cleaning cleaning,
      List<Candidate> candidates,
      Choice choice) {
    List<Double> mean = choice.chosen().mean();
    int peakAt =
        IntStream.range(0, mean.size())
            .boxed()
            .max((a, b) -> Double.compare(mean.get(a), mean.get(b)))
            .orElseThrow();
    double peak = mean.get(peakAt);
    double average = mean.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    var firstDay = history.firstDay().plusDays(history.peaks().size());
    return new RegionForecast(
        history.region(),
        firstDay,
        RegionForecast.DAYS,
        choice.chosen().name(),
        choice.reason(),
        candidates.stream().map(Candidate::forecast).toList(),
        peak,
        firstDay.plusDays(peakAt),
        choice.chosen().upper().stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
        average * Days.meanOfPeak(history),
        headroom,
        peak * (1 + headroom),
        Warnings.of(history, cleaning, choice.chosen()));
  }

  private static Candidate candidate(
      Method method, double[] raw, Cleaning cleaning, double weekly) {
    try {
      Projection projection = method.project(cleaning.series(), RegionForecast.DAYS);
      List<Fold> folds = Backtest.run(method, raw, RegionForecast.DAYS);
      double error = Backtest.meanError(folds);
      boolean compared = weekly > 0 && Double.isFinite(error);
      @Nullable Score score =
          compared ? new Score(error / weekly, folds.size(), Calibration.coverage(folds)) : null;
      return new Candidate(
          shown(method, projection, cleaning, Calibration.of(folds), score), folds);
    } catch (NoFitException e) {
      return new Candidate(
          new MethodForecast(
              method.name(), List.of(), List.of(), List.of(), null, "no answer: " + e.getMessage()),
          List.of());
    }
  }

  private static MethodForecast shown(
      Method method,
      Projection projection,
      Cleaning cleaning,
      Calibration calibration,
      @Nullable Score score) {
    double[] half =
        IntStream.range(0, RegionForecast.DAYS)
            .mapToDouble(day -> calibration.halfWidth(day, projection.stdev()[day]))
            .toArray();
    return new MethodForecast(
        method.name(),
        demand(cleaning, day -> projection.mean()[day]),
        demand(cleaning, day -> projection.mean()[day] - half[day]),
        demand(cleaning, day -> projection.mean()[day] + half[day]),
        score,
        projection.note());
  }

  /** In metrics/s. Demand is never negative, whatever a straight line says. */
  private static List<Double> demand(Cleaning cleaning, IntToDoubleFunction value) {
    return IntStream.range(0, RegionForecast.DAYS)
        .mapToObj(day -> Math.max(0, value.applyAsDouble(day)) * cleaning.unit())
        .toList();
  }

  /** Mean change against the same day of the week before: the unit of the scores. */
  private static double weeklyError(double[] raw) {
    return Arrays.stream(new CleanSeries(raw, 0).weeklyChanges())
        .map(Math::abs)
        .average()
        .orElse(0);
  }

  /** What one method says, and what it would have said. */
  record Candidate(MethodForecast forecast, List<Fold> folds) {}
}
