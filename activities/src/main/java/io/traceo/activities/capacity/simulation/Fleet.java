package io.traceo.activities.capacity.simulation;

import java.util.ArrayDeque;

/**
 * Pods of one Deployment: each is pending for the time of a start, then ready. When there are too
 * many, those that start go first, the youngest before the others, as a ReplicaSet chooses.
 */
final class Fleet {
  private record Batch(int readyAt, int pods) {}

  private final int startSteps;
  private final ArrayDeque<Batch> starting = new ArrayDeque<>();
  private int pods;
  private int ready;

  /** All of them ready. */
  Fleet(int pods, int startSteps) {
    this.pods = pods;
    this.ready = pods;
    this.startSteps = startSteps;
  }

  int pods() {
    return pods;
  }

  int ready() {
    return ready;
  }

  /** Those whose time has come are ready. */
  void tick(int step) {
    while (!starting.isEmpty() && starting.getFirst().readyAt() <= step) {
      ready += starting.removeFirst().pods();
    }
  }

  /** Starts or ends pods. */
  void scale(int replicas, int step) {
    if (replicas > pods) {
      starting.addLast(new Batch(step + startSteps, replicas - pods));
    }
    int surplus = pods - replicas;
    while (surplus > 0 && !starting.isEmpty()) {
      Batch youngest = starting.removeLast();
      int ended = Math.min(surplus, youngest.pods());
      if (ended < youngest.pods()) {
        starting.addLast(new Batch(youngest.readyAt(), youngest.pods() - ended));
      }
      surplus -= ended;
    }
    ready -= Math.max(0, surplus);
    pods = replicas;
  }
}
