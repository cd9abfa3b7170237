package io.traceo.activities.forecast;

import io.traceo.activities.forecast.RegionForecaster.Candidate;
import io.traceo.workflows.capacity.MethodForecast;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which forecast the plan uses: the weekday mean, unless another was clearly and steadily better in
 * the backtest. The best of several by a hair, or by one lucky week, is mostly chance, and plans
 * made of it are worse ({@code bench/forecast} shows by how much).
 *
 * @param reason why that one, and by how much, in words
 */
record Choice(MethodForecast chosen, String reason) {
  /** Another must have this much less error. */
  private static final double MARGIN = 0.1;

  /** And less from this share of the origins. */
  private static final double WINS = 0.75;

  static Choice among(List<Candidate> candidates) {
    Candidate usual =
        candidates.stream()
            .filter(c -> c.forecast().name().equals(WeekdayMean.NAME))
            .findFirst()
            .orElseThrow();
    if (usual.forecast().score() == null) {
      return new Choice(
          usual.forecast(),
          "%s: the history repeats itself, so that there was nothing to compare"
              .formatted(WeekdayMean.NAME));
    }
    Candidate best = usual;
    for (Candidate candidate : candidates) {
      if (mase(candidate) < mase(best)
          && mase(candidate) < (1 - MARGIN) * mase(usual)
          && Backtest.wins(candidate.folds(), usual.folds()) >= WINS) {
        best = candidate;
      }
    }
    return new Choice(best.forecast(), reason(best, usual, candidates));
  }

  private static String reason(Candidate best, Candidate usual, List<Candidate> candidates) {
    String why =
        best.forecast().name().equals(WeekdayMean.NAME)
            ? String.format(
                Locale.ROOT,
                "no other was better by %.0f %% and from %.0f %% of the origins",
                100 * MARGIN,
                100 * WINS)
            : String.format(
                Locale.ROOT,
                "%.0f %% better than the %s",
                100 * (1 - mase(best) / mase(usual)),
                WeekdayMean.NAME);
    return "%s: %s (error %s; %s)"
        .formatted(best.forecast().name(), why, words(best), others(best, candidates));
  }

  private static String others(Candidate chosen, List<Candidate> candidates) {
    return String.join(
        ", ",
        candidates.stream()
            .filter(c -> !c.forecast().name().equals(chosen.forecast().name()))
            .map(c -> c.forecast().name() + " " + words(c))
            .toList());
  }

  private static String words(Candidate candidate) {
    double mase = mase(candidate);
    return Double.isFinite(mase) ? String.format(Locale.ROOT, "%.2f", mase) : "none";
  }

  private static double mase(Candidate candidate) {
    MethodForecast.@Nullable Score score = candidate.forecast().score();
    return score == null ? Double.POSITIVE_INFINITY : score.mase();
  }
}
