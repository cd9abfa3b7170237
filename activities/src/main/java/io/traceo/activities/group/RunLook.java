package io.traceo.activities.group;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.traceo.workflows.activity.GroupActivities.RunQuery;
import io.traceo.workflows.activity.GroupActivities.RunState;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.failover.FailoverStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a run is open, and what one that did not end by itself left to be done. */
record RunLook(WorkflowClient client) {

  RunState at(RunQuery query) {
    WorkflowExecutionInfo newest = describe(query.workflowId(), "").orElse(null);
    if (newest == null) {
      return new RunState(false, "not found", null);
    }
    WorkflowExecutionInfo asked = asked(query, newest);
    // A run that was reset goes on in its successor; any other with the same id is another matter.
    WorkflowExecutionInfo last =
        asked.getFirstRunId().equals(newest.getFirstRunId()) ? newest : asked;
    if (last.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
      return new RunState(true, null, null);
    }
    String closed = last.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", "");
    if (last.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
      return new RunState(false, closed, null);
    }
    return switch (last.getType().getName()) {
      case "Failover" -> new RunState(false, closed, failover(last, asked), null);
      case "CapacityRollout" -> new RunState(false, closed, null, rollout(last, asked));
      default -> new RunState(false, closed, null);
    };
  }

  /**
   * Off the memo, which a run keeps before each change: one that was terminated answers no query.
   * Without it nothing was changed. One that was reset to its beginning has kept nothing yet, and
   * the one before it has.
   */
  private @Nullable FailoverStatus failover(
      WorkflowExecutionInfo last, WorkflowExecutionInfo asked) {
    Payload kept = last.getMemo().getFieldsMap().get(FailoverStatus.LEFT);
    if (kept == null) {
      kept = asked.getMemo().getFieldsMap().get(FailoverStatus.LEFT);
    }
    return kept == null
        ? null
        : client
            .getOptions()
            .getDataConverter()
            .fromPayload(kept, FailoverStatus.class, FailoverStatus.class);
  }

  /**
   * From the histories, since a terminated run answers no query. One that was reset to its
   * beginning has forgotten what it had changed before.
   */
  private LeftChanges rollout(WorkflowExecutionInfo last, WorkflowExecutionInfo asked) {
    RolloutHistory history = new RolloutHistory(client.getOptions().getDataConverter());
    history.read(events(asked));
    if (!last.getExecution().getRunId().equals(asked.getExecution().getRunId())) {
      history.read(events(last));
    }
    return history.left();
  }

  private List<HistoryEvent> events(WorkflowExecutionInfo run) {
    return client
        .fetchHistory(run.getExecution().getWorkflowId(), run.getExecution().getRunId())
        .getEvents();
  }

  private WorkflowExecutionInfo asked(RunQuery query, WorkflowExecutionInfo newest) {
    String runId = query.runId();
    return runId == null || runId.isEmpty()
        ? newest
        : describe(query.workflowId(), runId).orElse(newest);
  }

  private Optional<WorkflowExecutionInfo> describe(String workflowId, String runId) {
    try {
      return Optional.of(
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(
                          WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
                      .build())
              .getWorkflowExecutionInfo());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
