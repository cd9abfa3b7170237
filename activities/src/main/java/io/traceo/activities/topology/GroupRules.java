package io.traceo.activities.topology;

import io.traceo.workflows.topology.ProbeSettings;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of one replication group. */
record GroupRules(
    Topology topology, ReplicationGroup group, String at, Set<String> regions, YamlFile file) {
  private static final int VOTERS = 3;

  void check() {
    known(group.leader(), "/leader");
    known(group.cold(), "/cold");
    followers();
    tier();
    observers();
    names();
    probes();
    if (group.cold().equals(group.leader())) {
      file.warn(
          at + "/cold",
          "the cold copy stands in the leader's own region and is lost with it; choose another");
    }
    topology.region(group.leader()).ifPresent(this::residency);
  }

  private void known(String region, String field) {
    if (!regions.contains(region)) {
      file.error(at + field, "unknown region " + region + "; correct it, or add it under regions");
    }
  }

  private void followers() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < group.followers().size(); i++) {
      String follower = group.followers().get(i);
      String field = "/followers/" + i;
      known(follower, field);
      if (follower.equals(group.leader())) {
        file.error(at + field, follower + " leads and can't follow itself; remove it here");
      } else if (!seen.add(follower)) {
        file.error(at + field, "follower " + follower + " stands here twice; remove one");
      }
    }
  }

  private void tier() {
    if (group.quorum() > group.followers().size()) {
      file.error(
          at + "/quorum",
          "ANY "
              + group.quorum()
              + " needs as many followers and there are "
              + group.followers().size()
              + ": no commit would ever be acknowledged; lower it or add followers");
    }
    boolean lossless = group.objective().recoveryPoint().isZero();
    if (group.tier() == RecoveryTier.HOT) {
      hot(lossless);
    } else if (lossless) {
      file.error(
          at + "/objective/recoveryPoint",
          "tier "
              + group.tier()
              + " copies asynchronously and can't promise 0s; allow some loss, like 1m, or make it HOT");
    }
  }

  private void hot(boolean lossless) {
    if (group.quorum() < 1) {
      file.error(
          at + "/quorum", "tier HOT loses nothing only when 1 or more followers confirm; raise it");
    }
    if (group.onLastCopy() == null) {
      file.error(
          at + "/tier",
          "tier HOT must say what happens when copies run out; add onLastCopy: BLOCK or"
              + " DEGRADE_WITH_APPROVAL");
    }
    if (!lossless) {
      file.error(
          at + "/objective/recoveryPoint",
          "tier HOT loses no acknowledged write; say recoveryPoint: 0s, or use another tier");
    }
  }

  private void observers() {
    Set<String> voters = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < group.observers().size(); i++) {
      String observer = group.observers().get(i);
      String place = at + "/observers/" + i;
      if (!observer.equals(Topology.CONTROL)
          && !regions.contains(observer)
          && topology.witness(observer).isEmpty()) {
        file.error(place, "unknown place " + observer + "; it is a region, a witness, or control");
      } else if (!seen.add(observer)) {
        file.error(place, "observer " + observer + " stands here twice and would vote twice");
      }
      if (!observer.equals(group.leader())) {
        voters.add(observer);
      }
    }
    if (voters.size() < VOTERS) {
      file.error(
          at + "/observers",
          "three or more observers outside the leader's region are needed, so that one of them"
              + " alone decides nothing; there are "
              + voters.size()
              + ", add some");
    }
  }

  private void names() {
    inZone("/writeName", group.writeName());
    inZone("/readName", group.readName());
    if (absolute(group.writeName()).equals(absolute(group.readName()))) {
      file.error(at + "/readName", "the read name is the write name; give it a name of its own");
    }
  }

  private void inZone(String field, String name) {
    if (!absolute(name).endsWith("." + absolute(group.zone()))) {
      file.error(
          at + field, name + " is not in zone " + group.zone() + " and could never be changed");
    }
  }

  private static String absolute(String name) {
    return name.endsWith(".") ? name : name + ".";
  }

  private void probes() {
    ProbeSettings probes = group.probes();
    if (probes.timeout().compareTo(probes.interval()) < 0) {
      file.error(at + "/probes", "a probe's timeout must not be below the interval; raise it");
    }
    Duration needed = probes.interval().multipliedBy(probes.failures() - 1L).plus(probes.timeout());
    if (needed.compareTo(group.objective().detection()) > 0) {
      file.error(
          at + "/objective/detection",
          "these probes take "
              + DurationText.of(needed)
              + " to tell a silent leader, longer than the promised "
              + DurationText.of(group.objective().detection())
              + "; probe faster or promise less");
    }
  }

  /** One finding for a region, however many classes of data may not go there. */
  private void residency(Region home) {
    for (int i = 0; i < group.followers().size(); i++) {
      residency(home, group.followers().get(i), "/followers/" + i);
    }
    residency(home, group.cold(), "/cold");
  }

  private void residency(Region home, String to, String field) {
    List<String> refused =
        group.dataClasses().stream().filter(c -> !home.residency().permits(c, to)).toList();
    // An unknown region is a finding already.
    if (refused.isEmpty() || to.equals(home.id()) || !regions.contains(to)) {
      return;
    }
    file.error(
        at + field,
        "residency: "
            + String.join(", ", refused)
            + " of group "
            + group.id()
            + " ("
            + home.jurisdiction()
            + ") may not be stored in "
            + to
            + "; choose a region that "
            + home.id()
            + " allows");
  }
}
