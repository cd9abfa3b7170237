package io.traceo.workflows.capacity;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollout's tie to its group. */
final class CapacityGrant {
  private final String group;
  private @Nullable String token;

  CapacityGrant(String group) {
    this.group = group;
  }

  /** The same for as long as the rollout goes on, also when its run is reset. */
  static String rolloutId() {
    WorkflowInfo info = Workflow.getInfo();
    return info.getWorkflowId() + "/" + info.getFirstExecutionRunId();
  }

  /** Holds what the group has given without being asked. */
  void hold(String given) {
    token = given;
  }

  GroupStatus status() {
    return CapacityCalls.group("ask the group").status(new StatusRequest(group));
  }

  /** Asks for the right to change capacity; somebody else's operation refuses the rollout. */
  void acquire(String leader) {
    WorkflowInfo info = Workflow.getInfo();
    Grant.Answer answer =
        CapacityCalls.group("ask for the grant")
            .acquire(
                new Grant.Request(
                    group,
                    rolloutId(),
                    info.getWorkflowId(),
                    info.getRunId(),
                    Grant.Kind.CAPACITY,
                    leader,
                    List.of(),
                    null));
    if (!answer.granted() || answer.token() == null) {
      throw CapacityCalls.refused(
          "group " + group + " is busy with " + answer.holder() + "; wait for its end");
    }
    token = answer.token();
  }

  /** Harmless when an incident has taken it meanwhile. */
  void release() {
    String held = token;
    if (held != null) {
      CapacityCalls.group("give the grant back").release(new Grant.Release(group, held, null));
      token = null;
    }
  }
}
