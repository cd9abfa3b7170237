package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;

/** The gate inside every activity that moves data. Decided from the topology's labels alone. */
public final class Residency {
  private final Topology topology;

  /** Decides by this topology. */
  public Residency(Topology topology) {
    this.topology = topology;
  }

  /**
   * Refuses when the group's data may not be in that region.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code ResidencyViolation}
   */
  public void require(String groupId, String region) {
    ReplicationGroup group =
        topology
            .group(groupId)
            .orElseThrow(
                () -> Failures.of(FailureTypes.INVALID_REQUEST, "unknown group " + groupId));
    Region home =
        topology
            .region(group.leader())
            .orElseThrow(
                () ->
                    Failures.of(FailureTypes.INVALID_REQUEST, "unknown region " + group.leader()));
    for (String dataClass : group.dataClasses()) {
      if (!region.equals(home.id()) && !home.residency().permits(dataClass, region)) {
        throw Failures.of(
            FailureTypes.RESIDENCY,
            dataClass
                + " of group "
                + groupId
                + " ("
                + home.jurisdiction()
                + ") may not be stored in "
                + region);
      }
    }
  }
}
