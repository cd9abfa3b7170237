package io.traceo.activities.check;

import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Configuration.FindingMaker;
import io.traceo.activities.topology.Finding;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the failover of every group that a region leads needs anything in that region. Decided
 * from the topology and, where there is one, from how a place reaches things: nobody is asked.
 *
 * @param findings each need, on the line of what has it
 * @param proofs what stands elsewhere
 */
public record Independence(List<Finding> findings, List<Proof> proofs) {
  public Independence {
    findings = List.copyOf(findings);
    proofs = List.copyOf(proofs);
  }

  /**
   * Decides.
   *
   * @param region that is gone
   * @param places that would run the failovers; a group's addresses and secrets are only looked at
   *     when its own is among them
   * @param temporal host and port of the Temporal server, when somebody knows it
   */
  public static Independence of(
      Topology topology,
      FindingMaker maker,
      String region,
      GroupPlaces places,
      @Nullable String temporal) {
    List<Finding> findings = new ArrayList<>();
    List<Proof> proofs = new ArrayList<>();
    for (int i = 0; i < topology.groups().size(); i++) {
      ReplicationGroup group = topology.groups().get(i);
      if (group.leader().equals(region)) {
        Needs needs = new Needs(group, region, new GroupFindings(i, maker), proofs);
        new TopologyNeeds(topology, needs).check();
        PlaceConfig config = places.of(group).orElse(null);
        GroupAccess access = config == null ? null : config.groups().get(group.id());
        if (config != null && access != null) {
          new PlaceNeeds(config, access, temporal, needs).check();
        }
        findings.addAll(needs.findings().found());
      }
    }
    return new Independence(findings, proofs);
  }
}
