package io.traceo.activities.capacity.hpa;

import java.util.ArrayDeque;

/** What changed in one direction, as far back as its policies look. */
final class ScaleEvents {
  private record Change(int pods, long atMs) {}

  private final ArrayDeque<Change> kept = new ArrayDeque<>();

  void add(int pods, long nowMs, int longestPeriodSeconds) {
    while (!kept.isEmpty() && kept.getFirst().atMs() < nowMs - longestPeriodSeconds * 1000L) {
      kept.removeFirst();
    }
    kept.addLast(new Change(pods, nowMs));
  }

  /** Pods that were changed within the last seconds. */
  int within(int seconds, long nowMs) {
    int sum = 0;
    for (Change change : kept) {
      if (change.atMs() > nowMs - seconds * 1000L) {
        sum += change.pods();
      }
    }
    return sum;
  }
}
