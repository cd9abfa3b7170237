package io.traceo.starters.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The runs of a schedule, and how they ended. */
public final class ScheduleRuns {
  private final WorkflowClient client;

  public ScheduleRuns(WorkflowClient client) {
    this.client = client;
  }

  /**
   * One run.
   *
   * @param result verdict or outcome as the run itself says it; how it ended when it says none
   * @param reason of what did not hold; null when nothing was said
   */
  public record Run(
      String workflowId, String runId, Instant startedAt, String result, @Nullable String reason) {}

  /** The last one that it started; empty when it has started none. */
  public Optional<Run> last(KeptSchedule schedule) {
    int count = schedule.described().getInfo().getRecentActionsCount();
    if (count == 0) {
      return Optional.empty();
    }
    ScheduleActionResult last = schedule.described().getInfo().getRecentActions(count - 1);
    WorkflowExecution run = last.getStartWorkflowResult();
    Instant at = Instant.ofEpochSecond(last.getActualTime().getSeconds());
    String status = status(run);
    JsonNode answer = status.equals("COMPLETED") ? answer(run) : null;
    String said =
        answer == null ? "" : answer.path("verdict").asText(answer.path("outcome").asText());
    String reason = answer == null ? null : answer.path("reason").asText(null);
    return Optional.of(
        new Run(run.getWorkflowId(), run.getRunId(), at, said.isEmpty() ? status : said, reason));
  }

  /** Whether a run by hand has this id and is under way. */
  public boolean runs(String workflowId) {
    return status(WorkflowExecution.newBuilder().setWorkflowId(workflowId).build())
        .equals("RUNNING");
  }

  private String status(WorkflowExecution run) {
    try {
      WorkflowExecutionStatus status =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(run)
                      .build())
              .getWorkflowExecutionInfo()
              .getStatus();
      return status.name().replace("WORKFLOW_EXECUTION_STATUS_", "");
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return "no longer kept by the server";
      }
      throw e;
    }
  }

  private @Nullable JsonNode answer(WorkflowExecution run) {
    try {
      return client
          .newUntypedWorkflowStub(
              WorkflowTargetOptions.newBuilder().setWorkflowExecution(run).build())
          .getResult(JsonNode.class);
    } catch (WorkflowException e) {
      return null;
    }
  }
}
