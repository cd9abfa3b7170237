package io.traceo.lab;

import io.traceo.activities.topology.RoundTrips;
import io.traceo.lab.kubernetes.LabKubernetes;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Parts of the lab that stand in for real ones, computed from what was loaded. */
final class Simulated {
  private Simulated() {}

  static List<String> parts(
      RunningTemporal temporal,
      LabKubernetes kubernetes,
      LabBackups backups,
      LabGroups groups,
      boolean realRoundTrips) {
    List<String> parts = new ArrayList<>();
    parts.add("regions and their links: processes and TCP relays on one machine");
    parts.add("service endpoint: an HTTP server that asks its region's database");
    if (temporal.pid() == null) {
      parts.add(temporal.kind());
    }
    parts.addAll(kubernetes.simulated());
    parts.add(backups.simulated());
    parts.add(LabDemand.SIMULATED);
    List<String> isolated = groups.isolatedNamespaces();
    if (!isolated.isEmpty()) {
      parts.add(
          "namespace "
              + String.join(", ", isolated)
              + ": in one Temporal server with everything else, on one machine with its reports");
    }
    if (realRoundTrips) {
      parts.add("round trips: " + withoutRoundTrip(groups));
    }
    return parts;
  }

  /** Which links are slowed, and for which nobody has said how long they take. */
  private static String withoutRoundTrip(LabGroups groups) {
    RoundTrips trips = RoundTrips.of(groups.topology());
    Set<String> none = new LinkedHashSet<>();
    for (ReplicationGroup group : groups.groups()) {
      List<String> members = group.members();
      for (String member : members) {
        for (String other : groups.places(group)) {
          if (trips.between(member, other).isEmpty()) {
            int at = members.indexOf(other);
            none.add(
                at < 0
                    ? other
                    : pair(
                        members.get(Math.min(at, members.indexOf(member))),
                        members.get(Math.max(at, members.indexOf(member)))));
          }
        }
      }
    }
    none.add("clients outside");
    return "links between regions are slowed by the table of measured ones, but not the ways of "
        + String.join(", ", none)
        + ", which it lacks";
  }

  private static String pair(String one, String other) {
    return one + " to " + other;
  }
}
