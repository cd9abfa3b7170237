package io.traceo.activities.topology;

import io.traceo.workflows.topology.Isolation;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.List;
import java.util.stream.Stream;

/** An isolated group keeps all that it needs in its jurisdiction, and to itself. */
record IsolationRules(GroupEntry entry) {

  void check() {
    Isolation isolation = entry.group().isolation();
    if (isolation == null) {
      leavesIsolatedAlone();
      return;
    }
    entry.home().ifPresent(home -> isolated(isolation, home));
  }

  private ReplicationGroup group() {
    return entry.group();
  }

  private void isolated(Isolation isolation, Region home) {
    String law = home.jurisdiction();
    for (int i = 0; i < group().followers().size(); i++) {
      stored(home, group().followers().get(i), "/followers/" + i);
    }
    stored(home, group().cold(), "/cold");
    for (int i = 0; i < group().observers().size(); i++) {
      inside(law, group().observers().get(i), "/observers/" + i, "is watched from");
    }
    inside(law, group().dns().primary(), "/dns/primary", "has its names changed in");
    if (group().dns().provider().worldwide()) {
      entry.error(
          "/dns/provider",
          leads(law, "has its names at " + group().dns().provider() + ", everywhere in the world")
              + "; use a server inside");
    }
    control(isolation, law);
    apart(isolation, entry.topology().groups().stream().filter(g -> !g.equals(group())).toList());
  }

  /** What residency refuses is a finding already. */
  private void stored(Region home, String region, String field) {
    if (entry.refused(home, region).isEmpty()) {
      inside(home.jurisdiction(), region, field, "is stored in");
    }
  }

  private void inside(String law, String place, String field, String how) {
    boolean known =
        place.equals(Topology.CONTROL) || entry.topology().jurisdiction(place).isPresent();
    boolean there = entry.topology().jurisdiction(place).filter(law::equals).isPresent();
    if (known && !there) {
      entry.error(field, leads(law, how + " " + place) + "; choose a place inside");
    }
  }

  private String leads(String law, String how) {
    return "isolated group " + group().id() + " " + how + ", which leads out of " + law;
  }

  private void control(Isolation isolation, String law) {
    String place = isolation.control();
    if (group().members().contains(place)) {
      entry.error(
          "/isolation/control",
          place
              + " is a member and may lead: a leader's region must not run its own failover; name a"
              + " witness");
    } else if (!place.equals(Topology.CONTROL) && entry.topology().jurisdiction(place).isEmpty()) {
      entry.error(
          "/isolation/control", "unknown place " + place + "; correct it, or add a witness");
    } else {
      inside(law, place, "/isolation/control", "is controlled from");
    }
  }

  private void apart(Isolation isolation, List<ReplicationGroup> others) {
    for (ReplicationGroup other : others) {
      Isolation theirs = other.isolation();
      if (theirs != null && theirs.namespace().equals(isolation.namespace())) {
        entry.error(
            "/isolation/namespace",
            "group " + other.id() + " uses namespace " + theirs.namespace() + " too; use another");
      }
    }
    List<String> sharing =
        others.stream().filter(this::sharesZone).map(ReplicationGroup::id).toList();
    if (!sharing.isEmpty()) {
      entry.error(
          "/zone",
          "the zone of isolated group "
              + group().id()
              + " is shared with "
              + String.join(", ", sharing)
              + ", so its names lead out; give it a zone of its own");
    }
  }

  private boolean sharesZone(ReplicationGroup other) {
    String own = "." + NameRules.absolute(group().zone());
    String theirs = "." + NameRules.absolute(other.zone());
    return own.endsWith(theirs) || theirs.endsWith(own);
  }

  /** Workers of an isolated group's places serve its namespace alone. */
  private void leavesIsolatedAlone() {
    for (ReplicationGroup other : entry.topology().groups()) {
      if (other.isolation() != null) {
        for (int i = 0; i < group().observers().size(); i++) {
          String observer = group().observers().get(i);
          if (places(other).contains(observer)) {
            entry.error(
                "/observers/" + i,
                observer
                    + " is a place of isolated group "
                    + other.id()
                    + " and serves nobody else; choose another");
          }
        }
      }
    }
  }

  /** Those inside; one that leads out is that group's finding. */
  private List<String> places(ReplicationGroup isolated) {
    Topology all = entry.topology();
    return Stream.of(isolated.members(), isolated.observers(), List.of(isolated.control()))
        .flatMap(List::stream)
        .filter(p -> all.jurisdiction(p).equals(all.jurisdiction(isolated.leader())))
        .toList();
  }
}
