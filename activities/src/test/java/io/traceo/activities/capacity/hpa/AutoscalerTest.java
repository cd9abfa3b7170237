package io.traceo.activities.capacity.hpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.activities.capacity.hpa.PodGroup.Phase;
import io.traceo.activities.capacity.hpa.PodGroup.Sample;
import io.traceo.activities.capacity.hpa.ScalingRules.Select;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of the documentation, one at a time. */
class AutoscalerTest {
  private static final String LOAD = "load";
  private static final MetricTarget HUNDRED = MetricTarget.average(LOAD, 100);
  private static final ScalingRules AT_ONCE = rules(0, Select.MAX, percent(1000, 15));
  private final Autoscaler autoscaler = new Autoscaler();

  @Test
  void asksForTheRatioOfNowToTarget() {
    assertThat(decide(spec(AT_ONCE, AT_ONCE), 4, 0, running(4, 200))).isEqualTo(8);
    assertThat(new Autoscaler().decide(spec(AT_ONCE, AT_ONCE), 4, List.of(running(4, 60)), 0))
        .isEqualTo(new Autoscaler.Decision(3, true));
  }

  @Test
  void leavesATenthAlone() {
    HpaSpec spec = spec(AT_ONCE, AT_ONCE);
    assertThat(decide(spec, 10, 0, running(10, 110))).isEqualTo(10);
    assertThat(decide(spec, 10, 15, running(10, 90))).isEqualTo(10);
    assertThat(decide(spec, 10, 30, running(10, 111))).isEqualTo(12);
  }

  @Test
  void theMetricThatAsksForTheMostCounts() {
    HpaSpec spec =
        new HpaSpec(
            1,
            100,
            List.of(HUNDRED, new MetricTarget("cpu", MetricTarget.Kind.CPU_UTILIZATION, 50, 1000)),
            AT_ONCE,
            AT_ONCE,
            Tolerance.DEFAULT);
    PodGroup pods = with(4, Map.of(LOAD, sample(50), "cpu", sample(1000)));
    assertThat(decide(spec, 4, 1000, pods)).isEqualTo(8);
  }

  @Test
  void anUnknownMetricForbidsFewerButNotMore() {
    HpaSpec spec =
        new HpaSpec(
            1,
            100,
            List.of(HUNDRED, MetricTarget.average("unknown", 100)),
            AT_ONCE,
            AT_ONCE,
            Tolerance.DEFAULT);
    assertThat(autoscaler.decide(spec, 4, List.of(running(4, 50)), 0))
        .isEqualTo(new Autoscaler.Decision(4, false));
    assertThat(autoscaler.decide(spec, 4, List.of(running(4, 200)), 0).replicas()).isEqualTo(8);
  }

  @Test
  void podsThatStartCountAsIdleOnTheWayUp() {
    HpaSpec spec = spec(AT_ONCE, AT_ONCE);
    assertThat(decide(spec, 8, 0, running(4, 300), starting(4))).isEqualTo(12);
    assertThat(decide(spec, 8, 15, running(4, 210), starting(4)))
        .as("within tolerance")
        .isEqualTo(8);
  }

  @Test
  void podsWithoutASampleMakeEveryChangeSmaller() {
    HpaSpec spec = spec(AT_ONCE, AT_ONCE);
    PodGroup silent = with(2, Map.of());
    assertThat(decide(spec, 6, 0, running(4, 200), silent)).as("as idle").isEqualTo(8);
    assertThat(decide(spec, 6, 15, running(4, 50), silent)).as("as on target").isEqualTo(4);
  }

  @Test
  void aYoungPodsProcessorDoesNotCountUntilASampleIsAllFromAfterItWasReady() {
    MetricTarget cpu = new MetricTarget("cpu", MetricTarget.Kind.CPU_UTILIZATION, 50, 1000);
    HpaSpec spec = new HpaSpec(1, 100, List.of(cpu), AT_ONCE, AT_ONCE, Tolerance.DEFAULT);
    PodGroup old = with(2, Map.of("cpu", new Sample(1000, 600_000, 30_000)));
    for (boolean late : new boolean[] {false, true}) {
      PodGroup young =
          new PodGroup(
              2,
              Phase.RUNNING,
              true,
              500_000,
              late ? 570_001 : 570_000,
              Map.of("cpu", new Sample(1000, 600_000, 30_000)));
      assertThat(new Autoscaler().decide(spec, 4, List.of(old, young), 600_000).replicas())
          .isEqualTo(late ? 4 : 8);
    }
  }

  @Test
  void waitsDownForTheHighestOfTheWindow() {
    HpaSpec spec = spec(AT_ONCE, rules(300, Select.MAX, percent(100, 15)));
    assertThat(decide(spec, 10, 0, running(10, 100))).isEqualTo(10);
    assertThat(decide(spec, 10, 299, running(10, 50))).isEqualTo(10);
    assertThat(decide(spec, 10, 300, running(10, 20))).as("highest since").isEqualTo(5);
  }

  @Test
  void waitsUpForTheLowestOfTheWindow() {
    HpaSpec spec = spec(rules(60, Select.MAX, percent(1000, 15)), AT_ONCE);
    assertThat(decide(spec, 10, 0, running(10, 100))).isEqualTo(10);
    assertThat(decide(spec, 10, 45, running(10, 200))).isEqualTo(10);
    assertThat(decide(spec, 10, 60, running(10, 300))).isEqualTo(20);
  }

  @Test
  void aPolicyLimitsTheChangeOfItsPeriod() {
    HpaSpec spec = spec(rules(0, Select.MAX, pods(4, 60)), AT_ONCE);
    assertThat(decide(spec, 10, 0, running(10, 500))).isEqualTo(14);
    assertThat(decide(spec, 14, 59, running(14, 500))).isEqualTo(14);
    assertThat(decide(spec, 14, 60, running(14, 500))).isEqualTo(18);
  }

  @Test
  void ofSeveralPoliciesTheSelectedOneCounts() {
    ScalingPolicy few = pods(4, 60);
    ScalingPolicy many = percent(100, 60);
    assertThat(decide(spec(rules(0, Select.MAX, few, many), AT_ONCE), 10, 0, running(10, 900)))
        .isEqualTo(20);
    assertThat(
            new Autoscaler()
                .decide(
                    spec(rules(0, Select.MIN, few, many), AT_ONCE),
                    10,
                    List.of(running(10, 900)),
                    0)
                .replicas())
        .isEqualTo(14);
    assertThat(
            new Autoscaler()
                .decide(
                    spec(rules(0, Select.DISABLED, few, many), AT_ONCE),
                    10,
                    List.of(running(10, 900)),
                    0)
                .replicas())
        .isEqualTo(10);
  }

  @Test
  void aPercentageRoundsTowardsTheLargerChange() {
    HpaSpec spec =
        spec(rules(0, Select.MAX, percent(10, 60)), rules(0, Select.MAX, percent(20, 60)));
    assertThat(decide(spec, 3, 0, running(3, 900))).isEqualTo(4);
    assertThat(new Autoscaler().decide(spec, 7, List.of(running(7, 1)), 0).replicas()).isEqualTo(5);
  }

  @Test
  void keepsToTheBoundsAtOnceAndWithoutMetrics() {
    HpaSpec spec = spec(AT_ONCE, AT_ONCE);
    assertThat(decide(spec, 200, 0)).isEqualTo(100);
    assertThat(decide(spec.withMin(7), 3, 15)).isEqualTo(7);
    assertThat(decide(spec, 0, 30)).as("switched off").isZero();
    assertThat(decide(spec, 60, 45, running(60, 200))).isEqualTo(100);
    assertThat(decide(spec.withMin(7), 60, 60, running(60, 0))).isEqualTo(7);
  }

  @Test
  void refusesWhatTheApiServerRefuses() {
    assertThatThrownBy(() -> spec(AT_ONCE, AT_ONCE).withMin(101))
        .hasMessageContaining("minReplicas 101 is above maxReplicas 100");
    assertThatThrownBy(() -> MetricTarget.average("a", 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> pods(0, 15)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> pods(1, 1801)).hasMessageContaining("1 to 1800");
    assertThatThrownBy(() -> rules(0, Select.MAX)).hasMessageContaining("at least one policy");
  }

  private int decide(HpaSpec spec, int current, long seconds, PodGroup... pods) {
    return autoscaler.decide(spec, current, List.of(pods), seconds * 1000).replicas();
  }

  private static HpaSpec spec(ScalingRules up, ScalingRules down) {
    return new HpaSpec(1, 100, List.of(HUNDRED), up, down, Tolerance.DEFAULT);
  }

  private static ScalingRules rules(int window, Select select, ScalingPolicy... policies) {
    return new ScalingRules(window, select, List.of(policies));
  }

  private static ScalingPolicy pods(int value, int seconds) {
    return new ScalingPolicy(ScalingPolicy.Kind.PODS, value, seconds);
  }

  private static ScalingPolicy percent(int value, int seconds) {
    return new ScalingPolicy(ScalingPolicy.Kind.PERCENT, value, seconds);
  }

  private static PodGroup running(int count, long milli) {
    return with(count, Map.of(LOAD, sample(milli)));
  }

  private static PodGroup starting(int count) {
    return new PodGroup(count, Phase.PENDING, false, 0, 0, Map.of());
  }

  private static PodGroup with(int count, Map<String, Sample> samples) {
    return new PodGroup(count, Phase.RUNNING, true, -1_000_000, -1_000_000, samples);
  }

  private static Sample sample(long milli) {
    return new Sample(milli, 0, 30_000);
  }
}
