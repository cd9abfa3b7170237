package io.traceo.workflows.drill;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.AwaitFailover;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.GroupActivities.Neighbour;
import io.traceo.workflows.activity.GroupActivities.NeighboursRequest;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverWorkflow;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A drill's tie to its group: its grant, and the runs that happen under it. */
final class DrilledGroup {
  private final String group;
  private @Nullable String token;

  DrilledGroup(String group) {
    this.group = group;
  }

  Definition define() {
    return DrillActivities.group("read topology and runbooks").define(new DefinitionRequest(group));
  }

  GroupStatus status() {
    return DrillActivities.group("ask the group").status(new StatusRequest(group));
  }

  /** The same, given up soon when nobody answers. */
  GroupStatus glance() {
    return DrillActivities.glance("how far is the group?").status(new StatusRequest(group));
  }

  List<Neighbour> neighbours() {
    return DrillActivities.group("are the other groups well?")
        .neighbours(new NeighboursRequest(group))
        .groups();
  }

  /** The same, given up soon when nobody answers. */
  List<Neighbour> glanceAtNeighbours() {
    return DrillActivities.glance("are the other groups still well?")
        .neighbours(new NeighboursRequest(group))
        .groups();
  }

  /** The grant, which lends itself to the announced move away from the leader and the way back. */
  void acquire(DrillMode mode, String leader) {
    WorkflowInfo info = Workflow.getInfo();
    Grant.Kind kind =
        switch (mode) {
          case UNPLANNED -> Grant.Kind.FAILOVER;
          case SWITCHOVER -> Grant.Kind.SWITCHOVER;
          case COLD -> Grant.Kind.RESTORE;
        };
    Grant.Answer answer =
        DrillActivities.group("ask for the grant")
            .acquire(
                new Grant.Request(
                    group,
                    info.getWorkflowId() + "/" + info.getFirstExecutionRunId(),
                    info.getWorkflowId(),
                    info.getRunId(),
                    Grant.Kind.DRILL,
                    leader,
                    List.of(
                        new Grant.Expectation(kind, leader),
                        new Grant.Expectation(Grant.Kind.SWITCHOVER, "*")),
                    null));
    if (!answer.granted() || answer.token() == null) {
      throw refused("group " + group + " is busy with " + answer.holder());
    }
    token = answer.token();
  }

  boolean granted() {
    return token != null;
  }

  /** Whether a run other than the drill itself operates on the group now. */
  boolean inUse() {
    Grant grant = status().grant();
    return grant != null && !grant.token().equals(token);
  }

  /**
   * Waits until a failover above this epoch has resumed; a late one ends the wait with a reason.
   */
  FailoverSummary awaitResumed(long aboveEpoch, Duration patience) {
    return await("wait for the group's failover", aboveEpoch, false, patience);
  }

  /** Waits until its copies are whole again too. */
  FailoverSummary awaitProtected(long aboveEpoch, Duration patience) {
    return await("wait for whole copies", aboveEpoch, true, patience);
  }

  private FailoverSummary await(
      String summary, long aboveEpoch, boolean protectedToo, Duration patience) {
    return Stubs.longRunning(
            GroupActivities.class,
            TaskQueues.CONTROL,
            patience.plusSeconds(30),
            Duration.ofSeconds(10),
            summary)
        .awaitFailover(new AwaitFailover(group, aboveEpoch, protectedToo, patience.toMillis()));
  }

  /** A run of its own under the drill's grant, however it ends. */
  FailoverResult switchOver(String name, @Nullable String target, String reason) {
    FailoverWorkflow child =
        Workflow.newChildWorkflowStub(
            FailoverWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.failover(name))
                .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                // A switchover past its point of no return must outlive the drill.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("SWITCHOVER of " + group + " for a drill")
                .build());
    return child.run(
        new FailoverRequest(
            group,
            FailoverMode.SWITCHOVER.name(),
            target,
            reason,
            "drill",
            false,
            new FailoverRequest.Authority(null, token, null, 0, null, null, null, null),
            Map.of()));
  }

  /** The grant that what happens in this drill is lent; null before. */
  @Nullable String token() {
    return token;
  }

  void release() {
    String held = token;
    if (held != null) {
      DrillActivities.group("give the grant back").release(new Grant.Release(group, held, null));
    }
  }

  /** Nothing was begun. */
  static ApplicationFailure refused(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.REFUSED);
  }

  /** The drill can't go on. */
  static ApplicationFailure ended(String what, String outcome, @Nullable String reason) {
    return ApplicationFailure.newNonRetryableFailure(
        what + " ended " + outcome + ": " + reason, FailureTypes.ABORTED);
  }
}
