package io.traceo.activities.check;

import io.traceo.activities.place.PlaceConfig;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;
import java.util.Optional;

/**
 * From where each group is looked at. An isolated group is only reached from places of its own, so
 * one place rarely reaches all of a topology.
 *
 * @param places whose configurations are at hand; may be empty
 */
public record GroupPlaces(List<PlaceConfig> places) {
  public GroupPlaces {
    places = List.copyOf(places);
  }

  /**
   * The place that runs a group's failover where that is at hand, since its ways are the ones that
   * will be used; else the first that reaches the group; empty when none does.
   */
  public Optional<PlaceConfig> of(ReplicationGroup group) {
    List<PlaceConfig> reaching =
        places.stream().filter(p -> p.groups().containsKey(group.id())).toList();
    return reaching.stream()
        .filter(p -> p.place().equals(group.control()))
        .findFirst()
        .or(() -> reaching.stream().findFirst());
  }
}
