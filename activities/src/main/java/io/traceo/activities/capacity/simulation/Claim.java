package io.traceo.activities.capacity.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether scaling saves 30 % and more against a baseline, while too few pods are ready for at most
 * 0.1 % of the time. Over all times of start.
 *
 * @param holds for every way of scaling and every start
 * @param lowest saving in percent
 * @param highest saving in percent
 * @param underProvisionedPercent the most
 */
public record Claim(
    Strategy baseline,
    List<Strategy> of,
    boolean holds,
    double lowest,
    double highest,
    double underProvisionedPercent) {
  private static final double SAVING = 30;

  /** Against a static size, tuned and as rolled out; and against one without a forecast. */
  static List<Claim> of(List<Outcome> outcomes) {
    return List.of(
        claim(outcomes, Strategy.STATIC, List.of(Strategy.REACTIVE, Strategy.PREDICTIVE)),
        claim(outcomes, Strategy.STATIC, List.of(Strategy.AS_GIVEN)),
        claim(outcomes, Strategy.REACTIVE, List.of(Strategy.PREDICTIVE)));
  }

  private static Claim claim(List<Outcome> outcomes, Strategy baseline, List<Strategy> of) {
    List<Double> savings = new ArrayList<>();
    double under = 0;
    for (Outcome base : outcomes) {
      for (Outcome one : outcomes) {
        if (base.strategy() == baseline
            && of.contains(one.strategy())
            && one.podStartMinutes() == base.podStartMinutes()) {
          savings.add(100 - 100 * one.replicaHours() / base.replicaHours());
          under = Math.max(under, one.underProvisionedPercent());
        }
      }
    }
    double lowest = savings.stream().mapToDouble(s -> s).min().orElseThrow();
    double highest = savings.stream().mapToDouble(s -> s).max().orElseThrow();
    boolean holds = lowest >= SAVING && under <= 100 * Tuning.ALLOWED;
    return new Claim(baseline, of, holds, lowest, highest, under);
  }
}
