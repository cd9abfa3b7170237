package io.traceo.activities.topology;

import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a schema can't say about a topology. Every finding is reported, not just the first. */
record TopologyRules(Topology topology, YamlFile file) {

  void check() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < topology.regions().size(); i++) {
      String id = topology.regions().get(i).id();
      if (!ids.add(id)) {
        file.error("/regions/" + i + "/id", "region " + id + " stands here twice");
      }
    }
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < topology.groups().size(); i++) {
      ReplicationGroup group = topology.groups().get(i);
      if (!groups.add(group.id())) {
        file.error("/groups/" + i + "/id", "group " + group.id() + " stands here twice");
      }
      check(group, "/groups/" + i, ids);
    }
  }

  private void check(ReplicationGroup group, String at, Set<String> regions) {
    known(group.leader(), at + "/leader", regions);
    known(group.cold(), at + "/cold", regions);
    Set<String> followers = new HashSet<>();
    for (int i = 0; i < group.followers().size(); i++) {
      String follower = group.followers().get(i);
      known(follower, at + "/followers/" + i, regions);
      if (follower.equals(group.leader())) {
        file.error(at + "/followers/" + i, follower + " leads and can't follow itself");
      } else if (!followers.add(follower)) {
        file.error(at + "/followers/" + i, follower + " stands here twice");
      }
    }
    checkTier(group, at);
    checkObservers(group, at, regions);
    topology.region(group.leader()).ifPresent(home -> checkResidency(group, home, at));
    if (group.probes().timeout().compareTo(group.probes().interval()) < 0) {
      file.error(at + "/probes", "a probe's timeout must not be below the interval");
    }
  }

  private void known(String region, String at, Set<String> regions) {
    if (!regions.contains(region)) {
      file.error(at, "unknown region " + region + "; add it to regions, or correct it");
    }
  }

  private void checkTier(ReplicationGroup group, String at) {
    if (group.quorum() > group.followers().size()) {
      file.error(
          at + "/quorum",
          "quorum "
              + group.quorum()
              + " needs as many followers; there are "
              + group.followers().size());
    }
    if (group.tier() != RecoveryTier.HOT) {
      return;
    }
    if (group.quorum() < 1) {
      file.error(at + "/quorum", "tier HOT loses nothing only with a quorum of 1 or more");
    }
    if (group.onLastCopy() == null) {
      file.error(at + "/tier", "tier HOT must say onLastCopy: BLOCK or DEGRADE_WITH_APPROVAL");
    }
  }

  private void checkObservers(ReplicationGroup group, String at, Set<String> regions) {
    List<String> voters = new ArrayList<>(group.observers());
    voters.remove(group.leader());
    if (voters.size() < 3) {
      file.error(
          at + "/observers",
          "at least three observers outside the leader's region are needed, so that one of them"
              + " alone decides nothing; there are "
              + voters);
    }
    for (int i = 0; i < group.observers().size(); i++) {
      String observer = group.observers().get(i);
      if (!observer.equals("control") && !regions.contains(observer)) {
        file.error(at + "/observers/" + i, "unknown place " + observer + "; a region, or control");
      }
    }
  }

  private void checkResidency(ReplicationGroup group, Region home, String at) {
    for (String dataClass : group.dataClasses()) {
      for (int i = 0; i < group.followers().size(); i++) {
        refuse(group, home, dataClass, group.followers().get(i), at + "/followers/" + i);
      }
      refuse(group, home, dataClass, group.cold(), at + "/cold");
    }
  }

  private void refuse(ReplicationGroup group, Region home, String dataClass, String to, String at) {
    if (!to.equals(home.id()) && !home.residency().permits(dataClass, to)) {
      file.error(
          at,
          "residency: "
              + dataClass
              + " of group "
              + group.id()
              + " ("
              + home.jurisdiction()
              + ") may not be stored in "
              + to
              + "; allowed: "
              + home.residency().allow());
    }
  }
}
