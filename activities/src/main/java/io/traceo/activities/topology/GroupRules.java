package io.traceo.activities.topology;

import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of one replication group: its places here, the rest by subject. */
record GroupRules(GroupEntry entry, RoundTrips trips) {

  GroupRules(Topology topology, int index, YamlFile file, RoundTrips trips) {
    this(new GroupEntry(topology, topology.groups().get(index), "/groups/" + index, file), trips);
  }

  void check() {
    known(group().leader(), "/leader");
    known(group().cold(), "/cold");
    followers();
    cold();
    new TierRules(entry).check();
    new CopyRules(entry).check();
    new WatchRules(entry, trips).check();
    new NameRules(entry).check();
    new ResidencyRules(entry).check();
    new IsolationRules(entry).check();
    new LatencyRules(entry, trips).check();
    new MaintenanceRules(entry).check();
  }

  private ReplicationGroup group() {
    return entry.group();
  }

  private void known(String region, String field) {
    if (!entry.known(region)) {
      entry.error(field, "unknown region " + region + "; correct it, or add it under regions");
    }
  }

  private void followers() {
    Set<String> seen = new HashSet<>();
    List<String> followers = group().followers();
    for (int i = 0; i < followers.size(); i++) {
      String follower = followers.get(i);
      String field = "/followers/" + i;
      known(follower, field);
      if (follower.equals(group().leader())) {
        entry.error(field, follower + " leads and can't follow itself; remove it here");
      } else if (!seen.add(follower)) {
        entry.error(field, "follower " + follower + " stands here twice; remove one");
      }
    }
  }

  private void cold() {
    if (group().cold().equals(group().leader())) {
      entry.warn(
          "/cold",
          "the cold copy stands in the leader's own region and is lost with it; choose another");
    }
    entry
        .topology()
        .region(group().cold())
        .filter(r -> r.key() == null)
        .ifPresent(
            r ->
                entry.error(
                    "/cold",
                    "region "
                        + r.id()
                        + " has no key to encrypt the cold copy with; give the region a key"));
  }
}
