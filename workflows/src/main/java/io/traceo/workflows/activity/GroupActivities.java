package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.failover.FailoverRunbook;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How runs talk to a group's entity, and what the configuration says. Workflow code cannot send
 * Updates itself.
 */
@ActivityInterface(namePrefix = "Group")
public interface GroupActivities {

  /** The group's part of topology and runbooks. {@code InvalidRequest} for an unknown group. */
  Definition define(DefinitionRequest request);

  /** Asks for the right to operate; starts the entity when it isn't there. Answers at once. */
  Grant.Answer acquire(Grant.Request request);

  /**
   * Tells the group how far a holder is ({@code PROMOTED}, {@code RESUMED}); it keeps the grant.
   */
  Receipt advance(Grant.Release progress);

  /** Gives a grant back with what came of it. Releasing twice is harmless. */
  Receipt release(Grant.Release release);

  /** What the group knows now. */
  GroupStatus status(StatusRequest request);

  /**
   * Waits until the group has a failover with an epoch above the given one that has resumed, or has
   * ended otherwise. Heartbeats; {@code NotReady} when the patience is over.
   */
  FailoverSummary awaitFailover(AwaitFailover request);

  /** Whether a run is open, and what its status query says of what is to be undone. */
  RunState describeRun(RunQuery query);

  record DefinitionRequest(String group) {}

  /**
   * @param simulated parts of what was loaded that are not real; empty in production
   * @param searchAttributes whether the namespace has them registered
   * @param clusters members whose workload runs in a Kubernetes cluster that can be reached from
   *     the control workers; the others have none
   */
  record Definition(
      ReplicationGroup group,
      List<Region> regions,
      FailoverRunbook failover,
      DrillRunbook drill,
      List<String> simulated,
      boolean searchAttributes,
      List<String> clusters) {
    public Definition {
      regions = List.copyOf(regions);
      simulated = simulated == null ? List.of() : List.copyOf(simulated);
      clusters = clusters == null ? List.of() : List.copyOf(clusters);
    }

    /** Without clusters. */
    public Definition(
        ReplicationGroup group,
        List<Region> regions,
        FailoverRunbook failover,
        DrillRunbook drill,
        List<String> simulated,
        boolean searchAttributes) {
      this(group, regions, failover, drill, simulated, searchAttributes, List.of());
    }
  }

  record StatusRequest(String group) {}

  record AwaitFailover(String group, long aboveEpoch, boolean protectedToo, long patienceMs) {}

  record RunQuery(String workflowId) {}

  /**
   * @param closeStatus null while open
   * @param failover what a closed failover's {@code status} query answered, null when it could not
   */
  record RunState(boolean open, @Nullable String closeStatus, @Nullable FailoverStatus failover) {}
}
