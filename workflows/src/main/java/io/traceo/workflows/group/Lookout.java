package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observers of whoever leads: out always, or only while somebody needs them. */
final class Lookout {
  private final Runnable changed;
  private @Nullable Watch watch;

  Lookout(Runnable changed) {
    this.changed = changed;
  }

  /** Whether observers are out. */
  boolean out() {
    return watch != null;
  }

  /** Sends them out anew: what they saw before is void. */
  void send(ReplicationGroup group, String leader, long epoch) {
    recall();
    Watch next = new Watch(group, leader, epoch, changed);
    watch = next;
    next.start();
  }

  /** Calls them back. */
  void recall() {
    if (watch != null) {
      watch.stop();
      watch = null;
    }
  }

  Verdict verdict() {
    return watch == null ? Verdict.UNKNOWN : watch.verdict();
  }

  List<Observation> observations() {
    return watch == null ? List.of() : watch.observations();
  }

  /** Observations that count. */
  List<Observation> votes() {
    return watch == null ? List.of() : watch.votes();
  }

  /**
   * Whether everybody who is heard, in the leader's own region too, sees a leader that lives and
   * waits: where the followers' regions are lost their observers are, and no quorum is left. Enough
   * to ask people, never to promote anybody.
   */
  boolean stalled() {
    List<View> seen =
        observations().stream().map(Observation::view).filter(v -> v != View.NO_ACCESS).toList();
    return seen.size() >= 2 && seen.stream().allMatch(v -> v == View.QUORUM_LOST);
  }

  /** When the quorum's last vote was seen, by that observer's clock; 0 when there is none. */
  long detectedAtMillis() {
    return watch == null ? 0 : watch.detectedAtMillis();
  }
}
