package io.traceo.starters.api;

import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.InvalidConfigurationException;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the topology this namespace runs.
 *
 * @param ids of its groups
 */
record KnownGroups(Topology topology, List<String> ids) {

  /**
   * @throws InvalidApiConfigException when the topology or the groups named can't be used
   */
  static KnownGroups of(ApiConfig config) {
    Topology topology;
    try {
      topology = Configuration.load(config.topology(), config.runbooks()).topology();
    } catch (InvalidConfigurationException e) {
      throw new InvalidApiConfigException("topology", List.of(String.valueOf(e.getMessage())));
    }
    List<String> ids = new ArrayList<>(config.groups());
    for (String id : ids) {
      if (topology.group(id).isEmpty()) {
        throw new InvalidApiConfigException(
            "groups", List.of(id + " is no group of " + config.topology()));
      }
    }
    if (ids.isEmpty()) {
      topology.groups().stream()
          .filter(g -> g.isolation() == null)
          .map(ReplicationGroup::id)
          .forEach(ids::add);
    }
    return new KnownGroups(topology, List.copyOf(ids));
  }

  boolean has(@Nullable String group) {
    return group != null && ids.contains(group);
  }

  /**
   * @throws ProblemException when it isn't one of them
   */
  String require(String group) {
    if (!has(group)) {
      throw ProblemException.of(
          Kind.NOT_FOUND, "no group \"" + group + "\" here; there are " + String.join(", ", ids));
    }
    return group;
  }

  /**
   * @throws ProblemException when there is none
   */
  @Nullable String requireRegion(@Nullable String region) {
    if (region != null && topology.region(region).isEmpty()) {
      throw ProblemException.of(Kind.NOT_FOUND, "no region \"" + region + "\" is in the topology");
    }
    return region;
  }
}
