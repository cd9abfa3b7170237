package io.traceo.workflows.group;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.capacity.CapacityRolloutRequest;
import io.traceo.workflows.capacity.CapacityRolloutWorkflow;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.capacity.LeftRollout;
import io.traceo.workflows.contract.WorkflowIds;
import java.util.List;
import java.util.Map;

/** A rollout of capacity that was ended in the middle: a new run takes back what it had changed. */
record OrphanedRollout(Definition definition, GrantBook book, Journal journal) {

  /** Gives the grant and starts the run in the same workflow task. */
  void takeBack(String workflowId, String closeStatus, LeftChanges left, String leader) {
    String group = definition.group().id();
    String name = WorkflowIds.capacityTakeBack(group, book.given() + 1);
    Grant.Answer given =
        book.acquire(
            new Grant.Request(group, name, name, "", Grant.Kind.CAPACITY, leader, List.of(), null));
    String token = given.token();
    if (token == null) {
      journal.page("what " + workflowId + " changed can't be taken back: " + given.reason());
      return;
    }
    journal.page("what " + workflowId + " changed is taken back by " + name);
    CapacityRolloutWorkflow child =
        Workflow.newChildWorkflowStub(
            CapacityRolloutWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(name)
                // With the default the server ends the run when the group continues as new.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("takes back " + workflowId)
                .build());
    Async.function(
        child::run,
        new CapacityRolloutRequest(
            group,
            null,
            false,
            workflowId + " ended without taking back",
            "group",
            false,
            new LeftRollout(token, definition, workflowId, closeStatus, left.undo()),
            Map.of()));
    Workflow.getWorkflowExecution(child).get();
  }
}
