package io.traceo.activities.capacity.simulation;

import io.traceo.activities.capacity.simulation.Days.Sum;
import io.traceo.activities.capacity.simulation.Folds.Fold;
import java.util.List;

/**
 * Chooses settings by what they did on the days before: the cheapest that was short for at most
 * half of what is allowed, or else the one that was short the least. Each candidate is played once
 * over the whole trace, so that a part's days are those of a candidate that has run all along.
 */
final class Tuning {
  /** Share of the time that may be short. */
  static final double ALLOWED = 0.001;

  private static final double ALLOWED_BEFORE = ALLOWED / 2;

  private Tuning() {}

  /**
   * Settings with what they did.
   *
   * @param target share of what a pod can do, the autoscaler's target
   */
  record Candidate(double target, Days days) {}

  static Candidate best(List<Candidate> candidates, Fold fold) {
    Candidate best = candidates.get(0);
    for (Candidate one : candidates) {
      if (better(sum(one, fold), sum(best, fold))) {
        best = one;
      }
    }
    return best;
  }

  private static Sum sum(Candidate candidate, Fold fold) {
    return candidate.days().sum(fold.historyFrom(), fold.from());
  }

  private static boolean better(Sum one, Sum other) {
    boolean good = one.shortShare() <= ALLOWED_BEFORE;
    if (good != other.shortShare() <= ALLOWED_BEFORE) {
      return good;
    }
    return good ? one.podSteps() < other.podSteps() : one.shortSteps() < other.shortSteps();
  }
}
