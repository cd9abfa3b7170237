package io.traceo.activities.forecast;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.traceo.workflows.capacity.DemandHistory;
import io.traceo.workflows.capacity.DemandHistory.Gap;
import io.traceo.workflows.capacity.MethodForecast;
import io.traceo.workflows.capacity.RegionForecast;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegionForecasterTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 8, 1);

  @Test
  void everyMethodIsShownAndOneIsChosen() {
    RegionForecast forecast =
        RegionForecaster.forecast(history(90, RegionForecasterTest::usual), 0.3);

    assertThat(forecast.methods())
        .extracting(MethodForecast::name)
        .containsExactly(Sarima.NAME, SeasonalNaive.NAME, WeekdayMean.NAME, Ets.NAME);
    assertThat(forecast.methods())
        .allSatisfy(
            m -> {
              assertThat(m.mean()).hasSize(30).allSatisfy(v -> assertThat(v).isBetween(6e6, 14e6));
              assertThat(m.score()).isNotNull();
              for (int day = 0; day < 30; day++) {
                assertThat(m.lower().get(day)).isLessThan(m.mean().get(day));
                assertThat(m.upper().get(day)).isGreaterThan(m.mean().get(day));
              }
            });
    assertThat(forecast.firstDay()).isEqualTo(FIRST.plusDays(90));
    assertThat(forecast.reason()).contains(forecast.chosen()).contains(Ets.NAME + " 0.");
    assertThat(forecast.warnings()).isEmpty();
  }

  @Test
  void sizesForThePeakAndTheHeadroom() {
    RegionForecast forecast =
        RegionForecaster.forecast(history(90, RegionForecasterTest::usual), 0.3);

    assertThat(forecast.peak()).isCloseTo(1.2e7, within(4e5));
    assertThat(forecast.withHeadroom()).isEqualTo(forecast.peak() * 1.3);
    assertThat(forecast.chosenMethod().mean())
        .element((int) DAYS.between(FIRST.plusDays(90), forecast.peakDay()))
        .isEqualTo(forecast.peak());
    assertThat(forecast.upperPeak()).isGreaterThan(forecast.peak());
    // Means are 0.6 of the peaks.
    assertThat(forecast.average()).isCloseTo(0.6e7, within(2e5));
  }

  @Test
  void tooFewDaysAreRefused() {
    double[] worldCup = Traces.daily("worldcup98_requests_daily.csv");
    DemandHistory history = history(worldCup.length, day -> worldCup[day]);

    assertThatThrownBy(() -> RegionForecaster.forecast(history, 0.3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "region eu-west-1, field days: 86 days of history are there (2026-08-01 to 2026-10-25),"
                + " 90 are needed");
  }

  @Test
  void noDayAtAllIsRefused() {
    assertThatThrownBy(
            () -> RegionForecaster.forecast(history(0, RegionForecasterTest::usual), 0.3))
        .hasMessageContaining("region eu-west-1, field days: no day of history is there");
  }

  @Test
  void negativeHeadroomIsRefused() {
    assertThatThrownBy(
            () -> RegionForecaster.forecast(history(90, RegionForecasterTest::usual), -0.1))
        .hasMessageContaining("region eu-west-1, field headroom: it is -0.1");
    assertThatThrownBy(
            () -> RegionForecaster.forecast(history(90, RegionForecasterTest::usual), Double.NaN))
        .hasMessageContaining("field headroom: it is NaN");
  }

  @Test
  void negativeDemandIsRefused() {
    assertThatThrownBy(
            () -> RegionForecaster.forecast(history(90, day -> day == 40 ? -5 : 1e7), 0.3))
        .hasMessageContaining("region eu-west-1, field peaks: 2026-09-10 is -5.0");
  }

  @Test
  void aConstantSeriesGoesOnAndSaysSo() {
    RegionForecast forecast = RegionForecaster.forecast(history(90, day -> 5e6), 0.3);

    assertThat(forecast.methods())
        .allSatisfy(
            m -> assertThat(m.mean()).allSatisfy(v -> assertThat(v).isCloseTo(5e6, within(1e-3))));
    assertThat(forecast.methods().get(0).note()).contains("repeats itself exactly");
    assertThat(forecast.warnings())
        .anySatisfy(w -> assertThat(w).contains("interval has no width"));
    assertThat(forecast.withHeadroom()).isCloseTo(6.5e6, within(1e-3));
  }

  @Test
  void aWeekThatRepeatsItselfGoesOnAndSaysSo() {
    RegionForecast forecast =
        RegionForecaster.forecast(history(90, day -> 1e6 * (5 + day % 7)), 0.3);

    MethodForecast sarima = forecast.methods().get(0);
    for (int day = 0; day < 30; day++) {
      assertThat(sarima.mean().get(day)).isCloseTo(1e6 * (5 + (90 + day) % 7), within(1.0));
    }
    assertThat(forecast.reason()).contains("nothing to compare");
    assertThat(forecast.peak()).isCloseTo(1.1e7, within(1.0));
  }

  @Test
  void noDemandIsForecastAsNoneWithAWarning() {
    RegionForecast forecast = RegionForecaster.forecast(history(90, day -> 0), 0.3);

    assertThat(forecast.peak()).isZero();
    assertThat(forecast.average()).isZero();
    assertThat(forecast.warnings())
        .singleElement()
        .asString()
        .contains("no demand at all in the history: check the query");
  }

  @Test
  void anOddDayIsLeftOutAndNamed() {
    RegionForecast without =
        RegionForecaster.forecast(history(90, RegionForecasterTest::usual), 0.3);
    RegionForecast forecast =
        RegionForecaster.forecast(history(90, day -> day == 70 ? 4e7 : usual(day)), 0.3);

    assertThat(forecast.warnings())
        .singleElement()
        .asString()
        .contains("2026-10-10 (40000000 metrics/s) is far from what its weekday is around then");
    assertThat(forecast.peak()).isCloseTo(without.peak(), within(0.05 * without.peak()));
    assertThat(forecast.methods().get(0).mean().get(0))
        .isCloseTo(without.methods().get(0).mean().get(0), within(5e5));
  }

  @Test
  void anOddLastDayMayBeANewLevel() {
    RegionForecast forecast =
        RegionForecaster.forecast(history(90, day -> day == 89 ? 4e7 : usual(day)), 0.3);

    assertThat(forecast.warnings())
        .singleElement()
        .asString()
        .contains("2026-10-29", "if demand stays there, the forecast is wrong");
  }

  @Test
  void aNewLevelThatLastedIsFollowed() {
    RegionForecast forecast =
        RegionForecaster.forecast(history(90, day -> usual(day) * (day < 72 ? 1 : 1.5)), 0.3);

    assertThat(forecast.warnings())
        .singleElement()
        .asString()
        .contains("the level changed by +5", "around 2026-10-12", "counts from there");
    MethodForecast weekday = forecast.methods().get(2);
    assertThat(weekday.mean().stream().mapToDouble(v -> v).average().orElseThrow())
        .isCloseTo(1.5e7, within(5e5));
    assertThat(forecast.chosenMethod().mean().stream().mapToDouble(v -> v).average().orElseThrow())
        .isCloseTo(1.5e7, within(1e6));
  }

  @Test
  void aNewLevelOfAWeekIsDoubted() {
    RegionForecast forecast =
        RegionForecaster.forecast(history(90, day -> usual(day) * (day < 82 ? 1 : 1.5)), 0.3);

    assertThat(forecast.warnings())
        .singleElement()
        .asString()
        .contains("may be a new level or an odd week");
  }

  @Test
  void gapsAreFilledAndNamed() {
    DemandHistory whole = history(90, RegionForecasterTest::usual);
    DemandHistory gaps = missing(whole, 30, 31, 32, 60, 89);
    RegionForecast forecast = RegionForecaster.forecast(gaps, 0.3);
    RegionForecast expected = RegionForecaster.forecast(whole, 0.3);

    assertThat(forecast.warnings())
        .anySatisfy(w -> assertThat(w).contains("3 days from 2026-08-31 missing (no samples)"))
        .hasSize(3);
    for (int method = 0; method < 4; method++) {
      for (int day = 0; day < 30; day++) {
        assertThat(forecast.methods().get(method).mean().get(day))
            .isCloseTo(expected.methods().get(method).mean().get(day), within(1e6));
      }
    }
  }

  @Test
  void tooManyGapsAreRefused() {
    DemandHistory ten =
        missing(history(90, RegionForecasterTest::usual), 1, 4, 8, 15, 23, 30, 40, 51, 60, 77);
    assertThatThrownBy(() -> RegionForecaster.forecast(ten, 0.3))
        .hasMessageContaining("region eu-west-1, field gaps: 10 of the last 90 days are missing");
    DemandHistory eight =
        missing(history(90, RegionForecasterTest::usual), 50, 51, 52, 53, 54, 55, 56, 57);
    assertThatThrownBy(() -> RegionForecaster.forecast(eight, 0.3))
        .hasMessageContaining("8 in a row");
  }

  @Test
  void demandThatFallsIsNeverForecastBelowZero() {
    RegionForecast forecast =
        RegionForecaster.forecast(
            history(90, day -> Math.max(0, 1e6 * (92 - day) + 2e6 * noise(day))), 0.3);

    assertThat(forecast.methods())
        .allSatisfy(
            m -> {
              assertThat(m.mean()).allSatisfy(v -> assertThat(v).isNotNegative());
              assertThat(m.lower()).allSatisfy(v -> assertThat(v).isNotNegative());
            });
  }

  @Test
  void theSameHistoryGivesTheSameForecast() {
    DemandHistory history = missing(history(90, RegionForecasterTest::usual), 12);
    assertThat(RegionForecaster.forecast(history, 0.3))
        .isEqualTo(RegionForecaster.forecast(history, 0.3));
  }

  /** Ten million, a week's shape, and 3 % of noise that is the same each time. */
  private static double usual(int day) {
    return 1e7 * (1 + 0.2 * Math.sin(2 * Math.PI * day / 7)) * (1 + 0.03 * noise(day));
  }

  private static double noise(int day) {
    return Math.sin(day * 12.9898) * 43758.5453 % 1;
  }

  private static DemandHistory history(int days, IntToDoubleFunction peak) {
    List<@Nullable Double> peaks =
        new ArrayList<>(IntStream.range(0, days).mapToDouble(peak).boxed().toList());
    List<@Nullable Double> means = new ArrayList<>(peaks.stream().map(v -> v * 0.6).toList());
    return new DemandHistory("eu-west-1", "a test", FIRST, peaks, means, List.of(), List.of());
  }

  private static DemandHistory missing(DemandHistory history, int... days) {
    List<@Nullable Double> peaks = new ArrayList<>(history.peaks());
    List<@Nullable Double> means = new ArrayList<>(history.means());
    List<Gap> gaps = new ArrayList<>();
    Arrays.stream(days)
        .forEach(
            day -> {
              peaks.set(day, null);
              means.set(day, null);
              Gap last = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
              if (last != null
                  && last.firstDay().plusDays(last.days()).equals(FIRST.plusDays(day))) {
                gaps.set(gaps.size() - 1, new Gap(last.firstDay(), last.days() + 1, last.why()));
              } else {
                gaps.add(new Gap(FIRST.plusDays(day), 1, "no samples"));
              }
            });
    return new DemandHistory(
        history.region(), history.source(), history.firstDay(), peaks, means, gaps, List.of());
  }
}
