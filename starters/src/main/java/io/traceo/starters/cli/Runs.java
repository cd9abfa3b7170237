package io.traceo.starters.cli;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.schedules.ScheduleBook;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Starts runs. */
final class Runs {
  private Runs() {}

  /**
   * Starts a workflow; a second one under the same id is refused.
   *
   * @throws CliException naming the first when one runs
   */
  static WorkflowStub start(Server server, String type, String id, Map<String, Object> request) {
    WorkflowStub run =
        server
            .client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                    .setStaticSummary(type + " of " + about(request))
                    .build());
    // The ids of a schedule's runs have the time appended, so that the server would take both.
    List<String> scheduled = new ScheduleBook(server.client()).running(id);
    if (!scheduled.isEmpty()) {
      throw new CliException(
          ExitCodes.REFUSED,
          scheduled.get(0)
              + " runs already, started by its schedule; wait for it, or look at it in the Web UI");
    }
    try {
      run.start(request);
      return run;
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw new CliException(
          ExitCodes.REFUSED,
          id
              + " runs already (run "
              + e.getExecution().getRunId()
              + "); wait for it, or look at it in the Web UI"
              + (request.containsKey("group")
                  ? "; what the group does: traceo status " + request.get("group")
                  : ""));
    } catch (WorkflowServiceException e) {
      throw CliException.environment(
          type
              + " could not be started: "
              + Failures.inWords(e)
              + "; check the namespace and that this user may start workflows there");
    }
  }

  private static String about(Map<String, Object> request) {
    Object group = request.getOrDefault("group", request.get("groups"));
    return group == null ? "all groups" : String.valueOf(group);
  }
}
