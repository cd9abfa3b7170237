package io.traceo.activities.capacity.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An autoscaler on demand that can be followed by hand: a pod can do 100, its target is 60. */
class ReplayTest {
  private static final int MINUTE = 60 / Demand.STEP_SECONDS;

  /** A leap from one minute to the next: seen after the lag, helped after the start. */
  @Test
  void isShortForTheLagAndTheStartAfterALeap() {
    Demand demand = leap(600, 1500);
    for (int start : new int[] {3, 10}) {
      Days.Sum sum = replay(demand, Traces.SIZING, start).sum(0, 1);
      assertThat(sum.shortSteps()).isEqualTo((long) (start + 1) * MINUTE);
    }
  }

  @Test
  void metricsThatComeLaterMakeItShortForLonger() {
    Sizing late = new Sizing(2, 100, 60, 1.3, 300);
    Demand demand = leap(600, 1500);
    long before = replay(demand, Traces.SIZING, 3).sum(0, 1).shortSteps();
    assertThat(replay(demand, late, 3).sum(0, 1).shortSteps()).isEqualTo(before + 4 * MINUTE);
  }

  /** There were more pods when the sample was taken: what each took then is too little for now. */
  @Test
  void metricsThatAreOlderThanItsPatienceMakeItTakeAwayTooMuch() {
    Demand demand = leap(1500, 600);
    Sizing late = new Sizing(2, 100, 60, 1.3, 600);
    assertThat(replay(demand, Traces.SIZING, 3).sum(0, 2).shortSteps()).isZero();
    assertThat(replay(demand, late, 3).sum(0, 2).shortSteps()).isPositive();
  }

  @Test
  void followsASteadyDemandWithWhatItsTargetWants() {
    Days.Sum sum = replay(leap(600, 600), Traces.SIZING, 3).sum(1, 2);
    assertThat(sum.podSteps()).isEqualTo(10L * Demand.STEPS_PER_DAY);
    assertThat(sum.shortSteps()).isZero();
  }

  @Test
  void keepsToItsBounds() {
    assertThat(replay(leap(600, 1), Traces.SIZING, 3).sum(1, 2))
        .satisfies(
            sum -> {
              assertThat(sum.podSteps()).isEqualTo(2L * Demand.STEPS_PER_DAY);
              assertThat(sum.minimumSteps()).isEqualTo(Demand.STEPS_PER_DAY);
            });
    assertThat(replay(leap(600, 90_000), Traces.SIZING, 3).sum(1, 2).podSteps())
        .isEqualTo(100L * Demand.STEPS_PER_DAY);
  }

  @Test
  void aFloorIsMetWithoutAnyDemand() {
    Demand demand = leap(1, 1);
    Days days =
        Replay.run(
            demand,
            Traces.SIZING,
            Scaling.spec(Traces.SIZING, 0.6),
            step -> step < 100 ? 2 : 30,
            12);
    assertThat(days.sum(1, 2).podSteps()).isEqualTo(30L * Demand.STEPS_PER_DAY);
  }

  private static Days replay(Demand demand, Sizing sizing, int startMinutes) {
    return Replay.run(
        demand, sizing, Scaling.spec(sizing, 0.6), Floor.constant(sizing), startMinutes * MINUTE);
  }

  /** Two days by the minute; at noon of the first demand leaps. */
  private static Demand leap(double before, double after) {
    return Demand.of(
        Traces.trace(2, Duration.ofMinutes(1), minute -> minute < 720 ? before : after), 1);
  }
}
