package io.traceo.activities.capacity.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold whatever the demand is, on two weeks that are judged. */
class SimulationTest {
  private static final int HOURS = 14 * 24;
  private static final List<Integer> STARTS = List.of(3, 10);
  private static SimulationReport report;
  private static final List<String> PROGRESS = new ArrayList<>();

  @BeforeAll
  static void simulate() {
    report =
        new Simulation(Traces.quarters(44, Traces::working), Traces.SIZING, 1)
            .run(STARTS, PROGRESS::add);
  }

  @Test
  void judgesTheDaysAfterTheHistoryAndTellsWhatItDoes() {
    assertThat(report.historyDays()).isEqualTo(30);
    assertThat(report.judgedDays()).isEqualTo(14);
    assertThat(report.outcomes()).hasSize(STARTS.size() * Strategy.values().length);
    assertThat(PROGRESS).hasSize(2);
  }

  @Test
  void theStaticSizeNeverScales() {
    double peak = IntStream.range(0, 30 * 96).mapToDouble(Traces::working).max().orElseThrow();
    double pods = Math.ceil(1.3 * peak / 100);
    for (int start : STARTS) {
      assertThat(report.outcome(Strategy.STATIC, start).replicaHours()).isEqualTo(pods * HOURS);
    }
  }

  @Test
  void theOracleIsNeverShortAndNothingThatIsNeverShortCostsLess() {
    for (Outcome one : report.outcomes()) {
      Outcome oracle = report.outcome(Strategy.ORACLE, one.podStartMinutes());
      assertThat(oracle.underProvisionedMinutes()).isZero();
      if (one.underProvisionedMinutes() == 0) {
        assertThat(oracle.replicaHours()).isLessThanOrEqualTo(one.replicaHours());
      }
    }
  }

  @Test
  void aLongerStartNeverHelps() {
    for (Strategy strategy : List.of(Strategy.AS_GIVEN, Strategy.ORACLE)) {
      Outcome quick = report.outcome(strategy, 3);
      Outcome slow = report.outcome(strategy, 10);
      assertThat(slow.underProvisionedMinutes())
          .isGreaterThanOrEqualTo(quick.underProvisionedMinutes());
    }
    assertThat(report.outcome(Strategy.ORACLE, 10).replicaHours())
        .isGreaterThan(report.outcome(Strategy.ORACLE, 3).replicaHours());
  }

  @Test
  void savingsAreAgainstTheStaticSize() {
    for (Outcome one : report.outcomes()) {
      double fixed = report.outcome(Strategy.STATIC, one.podStartMinutes()).replicaHours();
      assertThat(one.saving()).isCloseTo(100 * (1 - one.replicaHours() / fixed), within(1e-9));
    }
    Claim claim = report.claims().get(0);
    assertThat(claim.baseline()).isEqualTo(Strategy.STATIC);
    assertThat(claim.lowest()).isLessThanOrEqualTo(claim.highest());
  }

  /** What is judged must not be known to what sets the targets. */
  @Test
  void setsTargetsFromTheDaysBeforeOnly() {
    int judged = 30 * 96;
    SimulationReport other =
        new Simulation(
                Traces.quarters(
                    44, q -> q < judged ? Traces.working(q) : 5000 - Traces.working(q) / 2),
                Traces.SIZING,
                1)
            .run(List.of(3), done -> {});
    for (Strategy strategy : Strategy.values()) {
      assertThat(other.outcome(strategy, 3).targets())
          .isEqualTo(report.outcome(strategy, 3).targets());
    }
    assertThat(other.outcome(Strategy.STATIC, 3).replicaHours())
        .isEqualTo(report.outcome(Strategy.STATIC, 3).replicaHours());
    assertThat(other.outcome(Strategy.REACTIVE, 3).replicaHours())
        .isNotEqualTo(report.outcome(Strategy.REACTIVE, 3).replicaHours());
  }

  @Test
  void aMinimumAboveAllNeedEatsTheSaving() {
    SimulationReport fed =
        new Simulation(Traces.quarters(37, Traces::working), new Sizing(70, 100, 60, 1.3, 60), 1)
            .run(List.of(3), done -> {});
    assertThat(fed.outcomes()).allSatisfy(o -> assertThat(o.atMinimumPercent()).isEqualTo(100));
    assertThat(fed.outcomes()).allSatisfy(o -> assertThat(o.saving()).isZero());
    assertThat(fed.claims()).noneMatch(Claim::holds);
  }

  @Test
  void scalesUntilThePeakWithHeadroomNeedsTheMostPods() {
    Trace trace = Traces.quarters(37, Traces::working);
    double scale = Simulation.scale(trace, Traces.SIZING);
    assertThat(scale * trace.peak() * 1.3).isCloseTo(100 * 60.0, within(1e-6));
  }

  @Test
  void refusesATraceThatIsTooShortOrEmptyAndStartsThatAreTooLong() {
    assertThatThrownBy(() -> new Simulation(Traces.quarters(36, q -> 1), Traces.SIZING, 1))
        .isInstanceOf(TraceException.class)
        .hasMessage(
            "test has 36 days; at least 37 are needed: 30 to set sizes and targets from, 7 to judge");
    Trace nothing = Traces.quarters(44, q -> 0);
    assertThatThrownBy(
            () -> new Simulation(nothing, Traces.SIZING, Simulation.scale(nothing, Traces.SIZING)))
        .hasMessageContaining("every value is 0");
    assertThatThrownBy(
            () ->
                new Simulation(Traces.quarters(44, q -> 1), Traces.SIZING, 1)
                    .run(List.of(51), done -> {}))
        .hasMessageContaining("1 to 50 minutes");
  }

  @Test
  void refusesSizesThatMakeNoSense() {
    assertThatThrownBy(() -> new Sizing(5, 4, 60, 1.3, 60)).hasMessage("min 5 is above max 4");
    assertThatThrownBy(() -> new Sizing(0, 4, 60, 1.3, 60)).hasMessageContaining("min must be");
    assertThatThrownBy(() -> new Sizing(1, 4, 0, 1.3, 60)).hasMessageContaining("per-pod");
    assertThatThrownBy(() -> new Sizing(1, 4, 60, -1.3, 60)).hasMessageContaining("headroom -1.3");
    assertThatThrownBy(() -> new Sizing(1, 4, 60, Double.NaN, 60)).hasMessageContaining("headroom");
    assertThatThrownBy(() -> new Sizing(1, 4, 60, 1.3, 601)).hasMessageContaining("metric-lag");
  }
}
