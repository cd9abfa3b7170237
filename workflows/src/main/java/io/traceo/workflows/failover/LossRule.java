package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.approval.LossEstimate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What may be lost when an asynchronous leader is given up: the log that an observer has seen on it
 * and that the new leader lacks, and what it may have written from then on at the highest rate that
 * was seen. Pure.
 */
final class LossRule {
  private LossRule() {}

  /**
   * The estimate.
   *
   * @param observations the last one of every observer
   * @param chosen who is to lead, with the position it was sealed at
   * @param now by Temporal's clock
   */
  static LossEstimate estimate(
      List<Observation> observations, String leader, SealedMember chosen, long now) {
    Optional<Observation> last =
        observations.stream()
            .filter(o -> o.leader().equals(leader) && o.leaderPosition() != null)
            .max(Comparator.comparingLong(LossRule::position));
    if (last.isEmpty()) {
      return new LossEstimate(
          null,
          null,
          "unknown: no observer has seen the leader's position; at most everything that "
              + chosen.region()
              + " lacks after position "
              + chosen.position()
              + " of timeline "
              + chosen.timeline());
    }
    Observation seen = last.get();
    Long at = seen.positionAtMillis();
    long age = at == null ? 0 : Math.max(0, now - at);
    long rate =
        observations.stream()
            .filter(o -> o.leader().equals(leader) && o.bytesPerSecond() != null)
            .mapToLong(Observation::bytesPerSecond)
            .max()
            .orElse(0);
    long known = Math.max(0, position(seen) - chosen.position());
    long since = (rate * age + 999) / 1000;
    return new LossEstimate(
        known + since,
        age,
        "at most %d bytes of log: %d that %s saw at %s and %s lacks, %d in the %d ms since"
            .formatted(
                known + since,
                known,
                seen.observer(),
                Instant.ofEpochMilli(at == null ? now : at),
                chosen.region(),
                since,
                age));
  }

  private static long position(Observation observation) {
    Long position = observation.leaderPosition();
    return position == null ? 0 : position;
  }
}
