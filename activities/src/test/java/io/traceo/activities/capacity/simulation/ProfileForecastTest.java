package io.traceo.activities.capacity.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The forecast of the next minutes. */
class ProfileForecastTest {
  private static final int DAY = Demand.STEPS_PER_DAY;
  private static final int HORIZON = 80;
  private static final int LAG = 4;

  @Test
  void foretellsAWeekThatRepeats() {
    Demand demand = Demand.of(Traces.quarters(35, ProfileForecastTest::ramp), 1);
    ProfileForecast forecast = new ProfileForecast(demand, HORIZON, LAG);
    int morning = 30 * DAY + DAY / 4;
    assertThat(forecast.highest(morning)).isCloseTo(demand.at(morning + HORIZON), within(1e-6));
  }

  @Test
  void goesWithTheLevelOfToday() {
    Demand demand = Demand.of(Traces.quarters(35, q -> ramp(q) * (q < 30 * 96 ? 1 : 1.2)), 1);
    ProfileForecast forecast = new ProfileForecast(demand, HORIZON, LAG);
    int morning = 30 * DAY + DAY / 4;
    assertThat(forecast.highest(morning)).isCloseTo(demand.at(morning + HORIZON), within(1e-6));
  }

  @Test
  void knowsNothingInTheFirstWeek() {
    Demand demand = Demand.of(Traces.quarters(35, ProfileForecastTest::ramp), 1);
    ProfileForecast forecast = new ProfileForecast(demand, HORIZON, LAG);
    assertThat(forecast.highest(6 * DAY)).isZero();
    assertThat(new DailyPeak(demand, Traces.SIZING).at(6 * DAY)).isEqualTo(2);
  }

  /** A forecast that changes when the future does knew it. */
  @Test
  void usesThePastOnly() {
    int now = 30 * DAY + DAY / 4;
    Demand one = Demand.of(Traces.quarters(35, ProfileForecastTest::ramp), 1);
    Demand other = Demand.of(Traces.quarters(35, q -> q * 60 <= now ? ramp(q) : 9000), 1);
    ProfileForecast first = new ProfileForecast(one, HORIZON, LAG);
    ProfileForecast second = new ProfileForecast(other, HORIZON, LAG);
    DailyPeak firstPeak = new DailyPeak(one, Traces.SIZING);
    DailyPeak secondPeak = new DailyPeak(other, Traces.SIZING);
    for (int step = 0; step <= now; step += 10) {
      assertThat(second.highest(step)).isEqualTo(first.highest(step));
      assertThat(secondPeak.at(step)).isEqualTo(firstPeak.at(step));
    }
    assertThat(second.highest(now + DAY)).isNotEqualTo(first.highest(now + DAY));
  }

  /** Up all day, from 100 to 1060. */
  private static double ramp(int quarter) {
    return 100 + quarter % 96 * 10;
  }
}
