package io.traceo.lab;

import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.workers.TemporalConnection;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.GroupWorkflow;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.WatchMode;
import java.util.concurrent.TimeUnit;

/**
 * A group that the lab runs.
 *
 * @param group as the topology has it
 * @param cluster its database servers
 * @param connection to Temporal, in the group's namespace
 */
public record LabGroup(ReplicationGroup group, LabCluster cluster, TemporalConnection connection) {
  private static final long ARMED_SECONDS = 90;

  String id() {
    return group.id();
  }

  /** Temporal namespace that the group's workflows run in. */
  String namespace() {
    return connection.client().getOptions().getNamespace();
  }

  GroupWorkflow entity() {
    return connection.client().newWorkflowStub(GroupWorkflow.class, WorkflowIds.group(group.id()));
  }

  /** What the group knows now. */
  public GroupStatus status() {
    return entity().status();
  }

  /**
   * Starts the group's watch, waits until every observer is there and says that all is well, and
   * arms it; says so in a line. Without a watch there is nobody to wait for.
   *
   * @throws IllegalStateException when it doesn't get well
   */
  String arm() {
    TemporalGroupActivities.startEntity(connection.client(), group.id());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ARMED_SECONDS);
    GroupStatus status = status();
    while (!well(status)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("group " + group.id() + " does not get well: " + status);
      }
      pause();
      status = status();
    }
    var armed = entity().arm(new GroupWorkflow.ArmOrder("lab", "a lab's group is armed at once"));
    return "group " + group.id() + ": " + armed.detail();
  }

  private boolean well(GroupStatus status) {
    return group.watch() == WatchMode.OFF
        || (status.verdict() == Verdict.HEALTHY && status.watching() >= group.observers().size());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the lab came up", e);
    }
  }
}
