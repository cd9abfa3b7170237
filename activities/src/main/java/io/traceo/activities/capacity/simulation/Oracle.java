package io.traceo.activities.capacity.simulation;

import java.util.ArrayDeque;

/**
 * Knows all that comes: starts each pod just in time, ends it when it is not needed. Never short,
 * and nothing that is never short costs less, since a pod that is ready at a moment was started
 * before.
 */
final class Oracle {
  private Oracle() {}

  static Days run(Demand demand, Sizing sizing, int startSteps) {
    Days days = new Days(demand.days());
    // The highest need of the next steps: steps whose need no later one reaches, highest first.
    ArrayDeque<Integer> ahead = new ArrayDeque<>();
    int next = 0;
    for (int step = 0; step < demand.steps(); step++) {
      for (; next < demand.steps() && next <= step + startSteps; next++) {
        while (!ahead.isEmpty() && demand.at(ahead.getLast()) <= demand.at(next)) {
          ahead.removeLast();
        }
        ahead.addLast(next);
      }
      while (ahead.getFirst() < step) {
        ahead.removeFirst();
      }
      double highest = demand.at(ahead.getFirst());
      int pods = sizing.pods(highest);
      days.book(step, pods, sizing.tooFew(demand.at(step), pods), pods == sizing.min());
    }
    return days;
  }
}
