package io.traceo.activities.topology;

import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.List;
import java.util.Optional;

/**
 * One group where it stands in the file.
 *
 * @param at JSON pointer of the group
 */
record GroupEntry(Topology topology, ReplicationGroup group, String at, YamlFile file) {

  void error(String field, String reason) {
    file.error(at + field, reason);
  }

  void warn(String field, String reason) {
    file.warn(at + field, reason);
  }

  /** The leader's region; empty when it is unknown, which is a finding already. */
  Optional<Region> home() {
    return topology.region(group.leader());
  }

  boolean known(String region) {
    return topology.region(region).isPresent();
  }

  /** Classes of data of this group that a region's rule does not let go to another. */
  List<String> refused(Region from, String to) {
    return group.dataClasses().stream().filter(c -> !from.residency().permits(c, to)).toList();
  }
}
