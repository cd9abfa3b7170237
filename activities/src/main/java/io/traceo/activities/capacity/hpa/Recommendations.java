package io.traceo.activities.capacity.hpa;

import java.util.Arrays;

/**
 * Stabilization: of the recommendations of a direction's window the most careful one counts, so
 * that a target which comes and goes does not make pods come and go.
 *
 * <p>Arrays, since a simulation looks at them some ten million times.
 */
final class Recommendations {
  private int[] replicas = new int[64];
  private long[] atMs = new long[64];
  private int from;
  private int to;

  boolean none() {
    return to == from;
  }

  void add(int wanted, long nowMs) {
    if (to == replicas.length) {
      makeRoom();
    }
    replicas[to] = wanted;
    atMs[to] = nowMs;
    to++;
  }

  /** Adds a recommendation and says what is left of it. */
  int stabilize(int current, int wanted, ScalingRules up, ScalingRules down, long nowMs) {
    long upFrom = nowMs - up.stabilizationSeconds() * 1000L;
    long downFrom = nowMs - down.stabilizationSeconds() * 1000L;
    int lowest = wanted;
    int highest = wanted;
    // The newest first: those that are too old for both windows need no look.
    for (int i = to - 1; i >= from && atMs[i] > Math.min(upFrom, downFrom); i--) {
      if (atMs[i] > upFrom) {
        lowest = Math.min(lowest, replicas[i]);
      }
      if (atMs[i] > downFrom) {
        highest = Math.max(highest, replicas[i]);
      }
    }
    // The newest stays: without any the next decision would be taken for the first.
    while (to - from > 1 && atMs[from] < Math.min(upFrom, downFrom)) {
      from++;
    }
    add(wanted, nowMs);
    return Math.min(Math.max(current, lowest), highest);
  }

  private void makeRoom() {
    int kept = to - from;
    int length = Math.max(replicas.length, 2 * kept);
    replicas = Arrays.copyOfRange(replicas, from, from + length);
    atMs = Arrays.copyOfRange(atMs, from, from + length);
    from = 0;
    to = kept;
  }
}
