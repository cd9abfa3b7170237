package io.traceo.workflows.topology;

import java.util.List;
import java.util.Optional;

/**
 * Regions and groups: what {@code runbooks/topology.yaml} says.
 *
 * @param version of the format
 */
public record Topology(int version, List<Region> regions, List<ReplicationGroup> groups) {
  public Topology {
    regions = regions == null ? List.of() : List.copyOf(regions);
    groups = groups == null ? List.of() : List.copyOf(groups);
  }

  /** The group with this id. */
  public Optional<ReplicationGroup> group(String id) {
    return groups.stream().filter(g -> g.id().equals(id)).findFirst();
  }

  /** The region with this id. */
  public Optional<Region> region(String id) {
    return regions.stream().filter(r -> r.id().equals(id)).findFirst();
  }
}
