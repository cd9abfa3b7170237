package io.traceo.lab;

import io.traceo.activities.topology.RoundTrips;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The groups that a lab runs, and which places they need. Pure.
 *
 * @param topology that they are from
 * @param groups in the order that was asked for
 */
record LabGroups(Topology topology, List<ReplicationGroup> groups) {
  /** More would not fit a laptop's memory. */
  static final int MOST = 2;

  /**
   * Looks them up.
   *
   * @throws IllegalArgumentException saying what was asked for and what is possible
   */
  static LabGroups of(Topology topology, List<String> ids) {
    if (ids.isEmpty() || ids.size() > MOST || Set.copyOf(ids).size() < ids.size()) {
      throw new IllegalArgumentException(
          "a lab runs one group or two different ones at once, not " + ids);
    }
    List<ReplicationGroup> groups = new ArrayList<>();
    for (String id : ids) {
      groups.add(
          topology
              .group(id)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "unknown group "
                              + id
                              + "; known groups: "
                              + topology.groups().stream().map(ReplicationGroup::id).toList())));
    }
    LabGroups all = new LabGroups(topology, List.copyOf(groups));
    Set<String> seen = new LinkedHashSet<>();
    for (String member : all.members()) {
      if (!seen.add(member)) {
        throw new IllegalArgumentException(
            ids
                + " share "
                + member
                + ", which has one database server in a lab: bring them up"
                + " one after the other");
      }
    }
    return all;
  }

  /** Every region with data, group after group. */
  private List<String> members() {
    return groups.stream().flatMap(g -> g.members().stream()).toList();
  }

  /** Addresses of the regions with data, then of the places that only watch or control. */
  AddressPlan plan(int net) {
    List<String> regions = members();
    Set<String> others = new LinkedHashSet<>();
    for (ReplicationGroup group : groups) {
      others.addAll(places(group));
    }
    others.remove(AddressPlan.CONTROL);
    others.removeAll(regions);
    return new AddressPlan(net, regions, List.copyOf(others));
  }

  /** Places that a group's work goes on in: members, observers, control, primary name server. */
  List<String> places(ReplicationGroup group) {
    Set<String> places = new LinkedHashSet<>(group.members());
    places.addAll(group.observers());
    places.add(group.control());
    places.add(group.dns().primary());
    return List.copyOf(places);
  }

  /** Groups that a place has to do with. */
  List<ReplicationGroup> of(String place) {
    return groups.stream().filter(g -> places(g).contains(place)).toList();
  }

  /** Places whose workers run workflows. */
  List<String> controls() {
    return groups.stream().map(ReplicationGroup::control).distinct().toList();
  }

  /** Groups that are controlled from a place. */
  List<ReplicationGroup> controlled(String place) {
    return groups.stream().filter(g -> g.control().equals(place)).toList();
  }

  /** Places where names are changed. */
  List<String> primaries() {
    return groups.stream().map(g -> g.dns().primary()).distinct().toList();
  }

  /** Temporal namespace of a group. */
  static String namespace(ReplicationGroup group, String common) {
    return group.isolation() == null ? common : group.isolation().namespace();
  }

  /** Temporal namespaces besides the common one. */
  List<String> isolatedNamespaces() {
    return groups.stream()
        .filter(g -> g.isolation() != null)
        .map(g -> namespace(g, ""))
        .distinct()
        .toList();
  }

  /**
   * Temporal namespace of a place.
   *
   * @throws IllegalArgumentException when its groups are in different ones: a place has one worker
   */
  String namespaceOf(String place, String common) {
    List<String> all = of(place).stream().map(g -> namespace(g, common)).distinct().toList();
    if (all.size() > 1) {
      throw new IllegalArgumentException(place + " would have to work in all of " + all);
    }
    return all.isEmpty() ? common : all.get(0);
  }

  /** Longest known round trip between members of a group. */
  Duration longestRoundTrip(ReplicationGroup group) {
    RoundTrips trips = RoundTrips.of(topology);
    Duration longest = Duration.ZERO;
    for (String one : group.members()) {
      for (String other : group.members()) {
        Optional<Duration> time = trips.between(one, other);
        if (time.isPresent() && time.get().compareTo(longest) > 0) {
          longest = time.get();
        }
      }
    }
    return longest;
  }
}
