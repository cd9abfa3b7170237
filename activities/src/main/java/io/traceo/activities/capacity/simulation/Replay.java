package io.traceo.activities.capacity.simulation;

import io.traceo.activities.capacity.hpa.Autoscaler;
import io.traceo.activities.capacity.hpa.HpaSpec;
import io.traceo.activities.capacity.hpa.PodGroup;
import io.traceo.activities.capacity.hpa.PodGroup.Phase;
import io.traceo.activities.capacity.hpa.PodGroup.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Plays demand to an autoscaler, step by step. A pod reports what it took, at most what it can
 * take, late by the metric's lag; one that was not ready then has no sample yet.
 */
final class Replay {
  private final Demand demand;
  private final Sizing sizing;
  private final HpaSpec given;
  private final Floor floor;
  private final int lag;
  private final int[] readyBefore;
  private final Fleet fleet;
  private final Autoscaler autoscaler = new Autoscaler();
  private HpaSpec spec;

  private Replay(Demand demand, Sizing sizing, HpaSpec spec, Floor floor, int startSteps) {
    this.demand = demand;
    this.sizing = sizing;
    this.given = spec;
    this.spec = spec;
    this.floor = floor;
    this.lag = sizing.metricLagSeconds() / Demand.STEP_SECONDS;
    this.fleet =
        new Fleet(sizing.within((int) Math.ceil(demand.at(0) / sizing.podTarget())), startSteps);
    this.readyBefore = new int[lag + 1];
    Arrays.fill(readyBefore, fleet.ready());
  }

  /** All of a trace, from as many pods as its first value wants. */
  static Days run(Demand demand, Sizing sizing, HpaSpec spec, Floor floor, int startSteps) {
    return new Replay(demand, sizing, spec, floor, startSteps).run();
  }

  private Days run() {
    Days days = new Days(demand.days());
    for (int step = 0; step < demand.steps(); step++) {
      fleet.tick(step);
      readyBefore[step % readyBefore.length] = fleet.ready();
      int decided =
          autoscaler
              .decide(withFloor(step), fleet.pods(), seen(step), step * 1000L * Demand.STEP_SECONDS)
              .replicas();
      fleet.scale(decided, step);
      days.book(
          step,
          fleet.pods(),
          sizing.tooFew(demand.at(step), fleet.ready()),
          fleet.pods() == sizing.min());
    }
    return days;
  }

  private HpaSpec withFloor(int step) {
    int min = Math.max(given.min(), Math.min(given.max(), floor.at(step)));
    if (min != spec.min()) {
      spec = given.withMin(min);
    }
    return spec;
  }

  /** The pods as the autoscaler sees them. */
  private List<PodGroup> seen(int step) {
    int then = readyBefore[Math.floorMod(step - lag, readyBefore.length)];
    double each = Math.min(demand.at(step - lag) / Math.max(1, then), sizing.capacity());
    // Those that are ready since have no sample; when some went since, the youngest went first.
    int sampled = then;
    for (int ready : readyBefore) {
      sampled = Math.min(sampled, ready);
    }
    List<PodGroup> pods = new ArrayList<>(3);
    long at = (long) (step - lag) * 1000 * Demand.STEP_SECONDS;
    add(
        pods,
        sampled,
        Phase.RUNNING,
        Map.of(Scaling.METRIC, new Sample((long) (each * 1000), at, 0)));
    add(pods, fleet.ready() - sampled, Phase.RUNNING, Map.of());
    add(pods, fleet.pods() - fleet.ready(), Phase.PENDING, Map.of());
    return pods;
  }

  private static void add(List<PodGroup> to, int count, Phase phase, Map<String, Sample> samples) {
    if (count > 0) {
      to.add(new PodGroup(count, phase, phase == Phase.RUNNING, 0, 0, samples));
    }
  }
}
