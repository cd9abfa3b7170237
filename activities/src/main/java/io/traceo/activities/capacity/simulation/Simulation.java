package io.traceo.activities.capacity.simulation;

import io.traceo.activities.capacity.simulation.Days.Sum;
import io.traceo.activities.capacity.simulation.Folds.Fold;
import io.traceo.activities.capacity.simulation.Tuning.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Judges all ways of scaling on one trace. */
public final class Simulation {
  /** Targets that are tried, as shares of what a pod can do; the first is the one as given. */
  private static final List<Double> TARGETS = List.of(0.60, 0.70, 0.75, 0.80, 0.85, 0.90);

  /** With a floor that is there before demand is, the autoscaler is seldom asked to be quick. */
  private static final List<Double> TARGETS_ABOVE_A_FLOOR = List.of(0.80, 0.85, 0.90, 0.95);

  /** How full the floor's pods may be by the forecast. */
  private static final double[] FLOORS = {0.85, 0.90, 0.95};

  /** Longest start of a pod, in minutes: the forecast looks an hour ahead at most. */
  public static final int LONGEST_START = 50;

  private final Trace trace;
  private final Sizing sizing;
  private final double scale;
  private final Folds folds;
  private final Demand demand;

  /**
   * On a trace.
   *
   * @param scale what its values are multiplied by to be metrics per second, above 0
   * @throws TraceException when it is too short
   */
  public Simulation(Trace trace, Sizing sizing, double scale) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new TraceException(trace.name() + " has no demand: every value is 0");
    }
    this.trace = trace;
    this.sizing = sizing;
    this.scale = scale;
    this.folds = Folds.of(trace);
    this.demand = Demand.of(trace, scale);
  }

  /**
   * What a trace in any unit is multiplied by to be a region's: its peak, with headroom, needs the
   * most pods at their target. That decides how many pods there are, not when.
   */
  public static double scale(Trace trace, Sizing sizing) {
    return sizing.max() * sizing.podTarget() / (sizing.headroom() * trace.peak());
  }

  /**
   * Plays everything; some seconds for each time of start.
   *
   * @param startMinutes times that a pod takes to be ready, 1 to 50
   * @param progress is told what was done, in words
   */
  public SimulationReport run(List<Integer> startMinutes, Consumer<String> progress) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int minutes : startMinutes) {
      if (minutes < 1 || minutes > LONGEST_START) {
        throw new TraceException(
            "pod-start must be 1 to " + LONGEST_START + " minutes, not " + minutes);
      }
      outcomes.addAll(judge(minutes));
      progress.accept(trace.name() + ": played with pods that take " + minutes + " min to start");
    }
    return new SimulationReport(
        trace.name(),
        trace.start().toString(),
        trace.days(),
        trace.bucket().toSeconds(),
        trace.filled(),
        scale,
        folds.historyDays(),
        folds.judgedDays(),
        sizing,
        outcomes,
        Claim.of(outcomes));
  }

  private List<Outcome> judge(int minutes) {
    int start = minutes * 60 / Demand.STEP_SECONDS;
    Sum fixed = fixed();
    List<Candidate> reactive = play(TARGETS, start, Floor.constant(sizing));
    List<Candidate> predictive = predictive(start);
    List<Candidate> daily = play(TARGETS_ABOVE_A_FLOOR, start, new DailyPeak(demand, sizing));
    Candidate oracle = new Candidate(0, Oracle.run(demand, sizing, start));
    return List.of(
        Outcome.of(Strategy.STATIC, minutes, fixed, fixed, List.of()),
        outcome(Strategy.AS_GIVEN, minutes, reactive.subList(0, 1), fixed),
        outcome(Strategy.REACTIVE, minutes, reactive, fixed),
        outcome(Strategy.PREDICTIVE, minutes, predictive, fixed),
        outcome(Strategy.DAILY_FLOOR, minutes, daily, fixed),
        outcome(Strategy.ORACLE, minutes, List.of(oracle), fixed));
  }

  private List<Candidate> predictive(int start) {
    int lag = sizing.metricLagSeconds() / Demand.STEP_SECONDS;
    // A pod that the floor asks for is ready after its start, and the floor stays for 5 minutes.
    ProfileForecast forecast =
        new ProfileForecast(demand, start + 2 * ProfileForecast.REFRESH_STEPS, lag);
    List<Candidate> all = new ArrayList<>();
    for (double share : FLOORS) {
      Floor floor = step -> sizing.pods(forecast.highest(step) / share);
      all.addAll(play(TARGETS_ABOVE_A_FLOOR, start, floor));
    }
    return all;
  }

  private List<Candidate> play(List<Double> targets, int start, Floor floor) {
    return targets.parallelStream()
        .map(
            target ->
                new Candidate(
                    target, Replay.run(demand, sizing, Scaling.spec(sizing, target), floor, start)))
        .toList();
  }

  private Outcome outcome(Strategy strategy, int minutes, List<Candidate> candidates, Sum fixed) {
    Sum sum = Sum.NOTHING;
    List<Double> targets = new ArrayList<>();
    for (Fold fold : folds.list()) {
      Candidate best = Tuning.best(candidates, fold);
      sum = sum.plus(best.days().sum(fold.from(), fold.to()));
      targets.add(best.target());
    }
    return Outcome.of(
        strategy, minutes, sum, fixed, strategy == Strategy.ORACLE ? List.of() : targets);
  }

  /** The static size: the same pods in all of a part. */
  private Sum fixed() {
    Days days = new Days(demand.days());
    for (Fold fold : folds.list()) {
      int pods = sizing.pods(sizing.headroom() * demand.peak(fold.historyFrom(), fold.from()));
      for (int step = fold.from() * Demand.STEPS_PER_DAY;
          step < fold.to() * Demand.STEPS_PER_DAY;
          step++) {
        days.book(step, pods, sizing.tooFew(demand.at(step), pods), pods == sizing.min());
      }
    }
    return folds.list().stream()
        .map(f -> days.sum(f.from(), f.to()))
        .reduce(Sum.NOTHING, Sum::plus);
  }
}
