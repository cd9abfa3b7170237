package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.starters.schedules.ScheduleBook;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts runs in the name of whoever asks. */
record StartRoutes(
    KnownGroups groups, TemporalCalls temporal, @Nullable Signer signer, Clock clock) {

  List<Endpoint> all() {
    return List.of(
        Endpoint.change("/v1/failovers", Role.OPERATOR, "NewFailover", this::failover),
        Endpoint.change("/v1/drills", Role.OPERATOR, "NewDrill", this::drill));
  }

  private Answer failover(Call call) {
    String group = group(call);
    groups.requireRegion(call.text("target"));
    String id = WorkflowIds.failover(group + "/" + clock.millis());
    Map<String, Object> request = request(call);
    if (signer != null) {
      request.put("starter", signer.starter(call.caller(), id));
    }
    return started(call, "Failover", id, request);
  }

  private Answer drill(Call call) {
    String group = group(call);
    groups.requireRegion(call.text("target"));
    boolean plan = call.body().path("dryRun").asBoolean();
    String id = WorkflowIds.drill(group) + (plan ? "/plan" : "");
    List<String> scheduled = new ScheduleBook(temporal.client()).running(id);
    if (!scheduled.isEmpty()) {
      throw ProblemException.of(
          Kind.CONFLICT, scheduled.get(0) + " runs already, started by its schedule");
    }
    return started(call, "Drill", id, request(call));
  }

  private String group(Call call) {
    String group = call.required("group");
    call.about(group);
    return groups.require(group);
  }

  /** The start record: what was sent, and who sent it. */
  private static Map<String, Object> request(Call call) {
    Map<String, Object> request = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : call.body().properties()) {
      request.put(field.getKey(), field.getValue());
    }
    request.put("startedBy", call.caller().user());
    return request;
  }

  private Answer started(Call call, String type, String id, Map<String, Object> request) {
    call.aboutRun(id);
    WorkflowStub run =
        temporal
            .client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                    .setStaticSummary(type + " of " + request.get("group"))
                    .build());
    try {
      String runId = run.start(request).getRunId();
      call.note("run " + runId);
      return Answer.accepted(new Started(RunId.of(id), id, runId), "/v1/runs/" + RunId.of(id));
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw ProblemException.of(Kind.CONFLICT, id + " runs already; GET /v1/runs/" + RunId.of(id));
    } catch (WorkflowServiceException e) {
      throw ProblemException.later(
          Kind.TEMPORAL, type + " of " + request.get("group") + " could not be started", 5);
    }
  }

  /** A run that was started. */
  record Started(String id, String workflowId, String runId) {}
}
