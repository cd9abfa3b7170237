package io.traceo.activities.topology;

import io.traceo.workflows.group.VerdictRule;
import io.traceo.workflows.topology.ProbeSettings;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who watches a group's leader, and how. */
record WatchRules(GroupEntry entry, RoundTrips trips) {
  private static final int VOTERS = 3;

  void check() {
    observers();
    voters();
    probes();
    roundTrips();
  }

  private ReplicationGroup group() {
    return entry.group();
  }

  private void observers() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < group().observers().size(); i++) {
      String observer = group().observers().get(i);
      String place = "/observers/" + i;
      if (!observer.equals(Topology.CONTROL)
          && !entry.known(observer)
          && entry.topology().witness(observer).isEmpty()) {
        entry.error(place, "unknown place " + observer + "; it is a region, a witness, or control");
      } else if (!seen.add(observer)) {
        entry.error(place, "observer " + observer + " stands here twice and would vote twice");
      }
    }
  }

  private void voters() {
    List<String> places = group().observers().stream().distinct().toList();
    int now = VerdictRule.voters(places, group().leader()).size();
    if (now < VOTERS) {
      entry.error(
          "/observers",
          "three or more observers outside the leader's region are needed, so that one of them"
              + " alone decides nothing; there are "
              + now
              + ", add some");
      return;
    }
    for (String follower : group().followers()) {
      int then = VerdictRule.voters(places, follower).size();
      if (then < VOTERS) {
        entry.warn(
            "/observers",
            "when "
                + follower
                + " leads, "
                + then
                + " observers outside its region are left and three are needed; add some");
        return;
      }
    }
  }

  private void probes() {
    ProbeSettings probes = group().probes();
    if (probes.timeout().compareTo(probes.interval()) < 0) {
      entry.error("/probes", "a probe's timeout must not be below the interval; raise it");
    }
    Duration needed = probes.interval().multipliedBy(probes.failures() - 1L).plus(probes.timeout());
    if (needed.compareTo(group().objective().detection()) > 0) {
      entry.error(
          "/objective/detection",
          "these probes take "
              + DurationText.of(needed)
              + " to tell a silent leader, longer than the promised "
              + DurationText.of(group().objective().detection())
              + "; probe faster or promise less");
    }
  }

  /** A probe that can't be answered in time makes every leader look dead. */
  private void roundTrips() {
    Duration timeout = group().probes().timeout();
    for (String leader : group().members()) {
      for (String observer : group().observers()) {
        Duration trip = trips.between(observer, leader).orElse(Duration.ZERO);
        if (trip.compareTo(timeout) >= 0) {
          entry.error(
              "/probes",
              "the way from "
                  + observer
                  + " to "
                  + leader
                  + " and back takes "
                  + DurationText.of(trip)
                  + " and a probe waits "
                  + DurationText.of(timeout)
                  + ": it would always fail; raise the timeout");
          return;
        }
      }
    }
  }
}
