package io.traceo.activities.topology;

import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.ServicePromise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A write on the HOT tier waits for the k fastest followers: that much it takes at least. */
record LatencyRules(GroupEntry entry, RoundTrips trips) {

  void check() {
    ReplicationGroup group = entry.group();
    ServicePromise promise = group.service();
    int k = group.quorum();
    // A wrong quorum and an unknown region are findings already.
    if (promise == null
        || group.tier() != RecoveryTier.HOT
        || k < 1
        || k > group.followers().size()
        || !group.members().stream().allMatch(entry::known)) {
      return;
    }
    List<Duration> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String follower : group.followers()) {
      Optional<Duration> trip = trips.between(group.leader(), follower);
      trip.ifPresentOrElse(known::add, () -> unknown.add(follower));
    }
    Collections.sort(known);
    Duration needed = k <= known.size() ? known.get(k - 1) : null;
    if (needed != null && needed.compareTo(promise.writeP50()) <= 0) {
      return;
    }
    if (!unknown.isEmpty()) {
      entry.warn(
          "/service/writeP50",
          "nobody knows whether it can be met: the round trip from "
              + group.leader()
              + " to "
              + String.join(", ", unknown)
              + " is unknown; state it under roundTrips");
    } else if (needed != null) {
      entry.warn(
          "/service/writeP50",
          "can't be met: a write waits for the "
              + (k == 1 ? "fastest follower" : k + " fastest followers")
              + ", "
              + DurationText.of(needed)
              + " there and back, and is promised within "
              + DurationText.of(promise.writeP50())
              + "; choose a nearer follower, promise "
              + DurationText.of(needed)
              + " and more, or live with it");
    }
  }
}
