package io.traceo.workflows.topology;

import java.util.List;
import java.util.Optional;

/**
 * Regions and groups: what {@code runbooks/topology.yaml} says.
 *
 * @param version of the format
 * @param dataClasses what is stored, with how it is to be copied
 * @param witnesses places without data, that watch or control
 * @param roundTrips what the built-in table of round trips lacks
 * @param signingKeys whose signature proves who approved or started something
 */
public record Topology(
    int version,
    List<Region> regions,
    List<ReplicationGroup> groups,
    List<DataClass> dataClasses,
    List<Witness> witnesses,
    List<RoundTrip> roundTrips,
    List<SigningKey> signingKeys) {
  /** The place outside all regions. */
  public static final String CONTROL = "control";

  public Topology {
    regions = regions == null ? List.of() : List.copyOf(regions);
    groups = groups == null ? List.of() : List.copyOf(groups);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
    witnesses = witnesses == null ? List.of() : List.copyOf(witnesses);
    roundTrips = roundTrips == null ? List.of() : List.copyOf(roundTrips);
    signingKeys = signingKeys == null ? List.of() : List.copyOf(signingKeys);
  }

  /** Regions and groups alone. */
  public Topology(int version, List<Region> regions, List<ReplicationGroup> groups) {
    this(version, regions, groups, List.of(), List.of(), List.of(), List.of());
  }

  /** The group with this id. */
  public Optional<ReplicationGroup> group(String id) {
    return groups.stream().filter(g -> g.id().equals(id)).findFirst();
  }

  /** The region with this id. */
  public Optional<Region> region(String id) {
    return regions.stream().filter(r -> r.id().equals(id)).findFirst();
  }

  /** The class of data with this id. */
  public Optional<DataClass> dataClass(String id) {
    return dataClasses.stream().filter(c -> c.id().equals(id)).findFirst();
  }

  /** The witness with this id. */
  public Optional<Witness> witness(String id) {
    return witnesses.stream().filter(w -> w.id().equals(id)).findFirst();
  }

  /** Whose law applies in a place; empty for {@value #CONTROL} and for what isn't known. */
  public Optional<String> jurisdiction(String place) {
    return region(place)
        .map(Region::jurisdiction)
        .or(() -> witness(place).map(Witness::jurisdiction));
  }
}
