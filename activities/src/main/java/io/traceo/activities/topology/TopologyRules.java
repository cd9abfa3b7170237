package io.traceo.activities.topology;

import io.traceo.workflows.approval.Statements;
import io.traceo.workflows.topology.DataClass;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.RoundTrip;
import io.traceo.workflows.topology.SigningKey;
import io.traceo.workflows.topology.Topology;
import io.traceo.workflows.topology.Witness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a schema can't say about a topology. Every finding is reported, not just the first. */
record TopologyRules(Topology topology, YamlFile file) {

  void check() {
    unique(topology.dataClasses(), DataClass::id, "dataClasses", "class of data", new HashSet<>());
    Set<String> places = new HashSet<>();
    unique(topology.regions(), Region::id, "regions", "region", places);
    unique(topology.witnesses(), Witness::id, "witnesses", "place", places);
    unique(topology.groups(), ReplicationGroup::id, "groups", "group", new HashSet<>());
    for (int i = 0; i < topology.regions().size(); i++) {
      notControl(topology.regions().get(i).id(), "/regions/" + i + "/id");
      new RegionRules(topology, topology.regions().get(i), "/regions/" + i, file).check();
    }
    for (int i = 0; i < topology.witnesses().size(); i++) {
      notControl(topology.witnesses().get(i).id(), "/witnesses/" + i + "/id");
    }
    unique(topology.signingKeys(), SigningKey::id, "signingKeys", "signing key", new HashSet<>());
    for (int i = 0; i < topology.signingKeys().size(); i++) {
      String problem = Statements.problem(topology.signingKeys().get(i));
      if (problem != null) {
        file.error("/signingKeys/" + i + "/publicKey", problem);
      }
    }
    roundTrips(places);
    RoundTrips trips = RoundTrips.of(topology);
    for (int i = 0; i < topology.groups().size(); i++) {
      new GroupRules(topology, i, file, trips).check();
    }
  }

  private <T> void unique(
      List<T> entries, Function<T, String> id, String list, String what, Set<String> seen) {
    for (int i = 0; i < entries.size(); i++) {
      if (!seen.add(id.apply(entries.get(i)))) {
        file.error(
            "/" + list + "/" + i + "/id",
            what + " " + id.apply(entries.get(i)) + " stands here twice; rename or remove");
      }
    }
  }

  private void notControl(String id, String pointer) {
    if (id.equals(Topology.CONTROL)) {
      file.error(pointer, "control names the place outside all regions; give this one another id");
    }
  }

  private void roundTrips(Set<String> places) {
    for (int i = 0; i < topology.roundTrips().size(); i++) {
      RoundTrip trip = topology.roundTrips().get(i);
      for (int j = 0; j < trip.between().size(); j++) {
        String place = trip.between().get(j);
        if (!places.contains(place) && !place.equals(Topology.CONTROL)) {
          file.error(
              "/roundTrips/" + i + "/between/" + j,
              "unknown place " + place + "; it is a region, a witness, or control");
        }
      }
    }
  }
}
