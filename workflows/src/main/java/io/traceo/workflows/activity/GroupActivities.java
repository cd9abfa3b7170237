package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.approval.ApprovalSettings;
import io.traceo.workflows.capacity.CapacityRunbook;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.drill.DrillRunbook;
import io.traceo.workflows.failover.FailoverRunbook;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.MaintenanceWindow;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.restore.BackupRunbooks;
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
   * What the other groups of the topology that are watched in this namespace know now. Starts
   * nothing: one that nobody watches here is left out.
   */
  Neighbours neighbours(NeighboursRequest request);

  /**
   * Waits until the group has a failover with an epoch above the given one that has resumed, or has
   * ended otherwise. Heartbeats; {@code NotReady} when the patience is over.
   */
  FailoverSummary awaitFailover(AwaitFailover request);

  /**
   * Whether a run is open, and what its status query says of what is to be undone. A run that was
   * reset is open while its successor is.
   */
  RunState describeRun(RunQuery query);

  record DefinitionRequest(String group) {}

  /**
   * @param simulated parts of what was loaded that are not real; empty in production
   * @param searchAttributes whether the namespace has them registered
   * @param clusters members whose workload runs in a Kubernetes cluster that can be reached from
   *     the control workers; the others have none
   * @param backups null in what an earlier version wrote
   * @param capacity null in what an earlier version wrote
   * @param alerts whether pages have a channel that they leave by; false in what an earlier version
   *     wrote, so that its runs send none
   * @param approvals whose yes counts; null in what an earlier version wrote, which refuses instead
   * @param maintenance the next windows of the group's maintenance, some days of them; null in what
   *     an earlier version wrote, which reads its definition less often than daily
   */
  record Definition(
      ReplicationGroup group,
      List<Region> regions,
      FailoverRunbook failover,
      DrillRunbook drill,
      List<String> simulated,
      boolean searchAttributes,
      List<String> clusters,
      @Nullable BackupRunbooks backups,
      @Nullable CapacityRunbook capacity,
      boolean alerts,
      @Nullable ApprovalSettings approvals,
      @Nullable List<MaintenanceWindow> maintenance) {
    public Definition {
      regions = List.copyOf(regions);
      simulated = simulated == null ? List.of() : List.copyOf(simulated);
      clusters = clusters == null ? List.of() : List.copyOf(clusters);
      maintenance = maintenance == null ? null : List.copyOf(maintenance);
    }

    /** Without maintenance. */
    public Definition(
        ReplicationGroup group,
        List<Region> regions,
        FailoverRunbook failover,
        DrillRunbook drill,
        List<String> simulated,
        boolean searchAttributes,
        List<String> clusters,
        @Nullable BackupRunbooks backups,
        @Nullable CapacityRunbook capacity,
        boolean alerts,
        @Nullable ApprovalSettings approvals) {
      this(
          group,
          regions,
          failover,
          drill,
          simulated,
          searchAttributes,
          clusters,
          backups,
          capacity,
          alerts,
          approvals,
          List.of());
    }

    /** Whose pages stay in the house, and where nobody may approve anything. */
    public Definition(
        ReplicationGroup group,
        List<Region> regions,
        FailoverRunbook failover,
        DrillRunbook drill,
        List<String> simulated,
        boolean searchAttributes,
        List<String> clusters,
        @Nullable BackupRunbooks backups,
        @Nullable CapacityRunbook capacity) {
      this(
          group,
          regions,
          failover,
          drill,
          simulated,
          searchAttributes,
          clusters,
          backups,
          capacity,
          false,
          null);
    }

    /** Without clusters, backups and capacity. */
    public Definition(
        ReplicationGroup group,
        List<Region> regions,
        FailoverRunbook failover,
        DrillRunbook drill,
        List<String> simulated,
        boolean searchAttributes) {
      this(group, regions, failover, drill, simulated, searchAttributes, List.of(), null, null);
    }
  }

  record StatusRequest(String group) {}

  record NeighboursRequest(String group) {}

  record Neighbours(List<Neighbour> groups) {
    public Neighbours {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Another group, as far as a drill of this one must know.
   *
   * @param grant of whoever operates on it, null when nobody does
   * @param drill workflow id of a drill that holds it, null when none does
   */
  record Neighbour(
      String group,
      String leader,
      List<String> followers,
      Verdict verdict,
      @Nullable Grant grant,
      @Nullable String drill) {
    public Neighbour {
      followers = followers == null ? List.of() : List.copyOf(followers);
    }

    /** Its incident in words; null when it has none, or what it has its own drill announced. */
    public @Nullable String trouble() {
      if (drill != null) {
        return null;
      }
      if (verdict.callsForFailover() || verdict == Verdict.QUORUM_LOST) {
        return verdict + " of " + leader;
      }
      return grant != null
              && (grant.kind() == Grant.Kind.FAILOVER || grant.kind() == Grant.Kind.RESTORE)
          ? grant.workflowId() + " is under way"
          : null;
    }
  }

  record AwaitFailover(String group, long aboveEpoch, boolean protectedToo, long patienceMs) {}

  /**
   * @param runId the one that is meant, should another have the workflow id meanwhile; null for the
   *     newest
   * @param scheduledToo whether a run counts that the schedule of this id has under way: the server
   *     appends the time to its workflow id
   */
  record RunQuery(String workflowId, @Nullable String runId, boolean scheduledToo) {
    /** Of one run. */
    public RunQuery(String workflowId, @Nullable String runId) {
      this(workflowId, runId, false);
    }

    /** Of the newest run. */
    public RunQuery(String workflowId) {
      this(workflowId, null);
    }
  }

  /**
   * @param closeStatus null while open
   * @param failover what a closed failover's {@code status} query answered, null when it could not
   * @param rollout what the history of a closed rollout says that it changed, null for other runs
   */
  record RunState(
      boolean open,
      @Nullable String closeStatus,
      @Nullable FailoverStatus failover,
      @Nullable LeftChanges rollout) {
    public RunState(boolean open, @Nullable String closeStatus, @Nullable FailoverStatus failover) {
      this(open, closeStatus, failover, null);
    }
  }
}
