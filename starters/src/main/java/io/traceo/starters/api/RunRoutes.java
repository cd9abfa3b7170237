package io.traceo.starters.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.traceo.starters.api.ProblemException.Kind;
import io.traceo.starters.api.TemporalCalls.NoSuchRunException;
import io.traceo.starters.api.TemporalCalls.RefusedException;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.budget.RunOrder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs: what they do, what they wait for, and a person's word to them. */
record RunRoutes(KnownGroups groups, TemporalCalls temporal, @Nullable Signer signer) {
  private static final Set<String> TYPES =
      Set.of("Failover", "Drill", "Restore", "RestoreTest", "Backup", "CapacityRollout", "Copies");

  List<Endpoint> all() {
    Set<Role> viewer = Set.of(Role.VIEWER);
    return List.of(
        Endpoint.read("/v1/runs", viewer, this::list),
        Endpoint.read("/v1/runs/{id}", viewer, this::show),
        Endpoint.change("/v1/runs/{id}/approve", Role.APPROVER, "Approve", this::approve),
        Endpoint.change("/v1/runs/{id}/abort", Role.OPERATOR, "Reason", this::abort),
        Endpoint.change(
            "/v1/runs/{id}/pause", Role.OPERATOR, "Reason", call -> hold(call, "pause")),
        Endpoint.change(
            "/v1/runs/{id}/resume", Role.OPERATOR, "Reason", call -> hold(call, "resume")));
  }

  private Answer list(Call call) {
    List<Run> open =
        temporal.open().stream()
            .filter(run -> TYPES.contains(run.getType().getName()))
            .filter(run -> run.getExecution().getWorkflowId().indexOf('~') < 0)
            .sorted(
                Comparator.comparingLong(
                        (WorkflowExecutionInfo run) -> run.getStartTime().getSeconds())
                    .thenComparing(run -> run.getExecution().getWorkflowId()))
            .map(run -> Run.of(run, status(run.getExecution().getWorkflowId())))
            .toList();
    return Answer.ok(Map.of("runs", open));
  }

  private Answer show(Call call) {
    WorkflowExecutionInfo run = named(call);
    return Answer.ok(Run.of(run, status(run.getExecution().getWorkflowId())));
  }

  /** What a run says of itself; null when it can't: one that was terminated never can. */
  private @Nullable JsonNode status(String workflowId) {
    try {
      return temporal.query(workflowId, "status", JsonNode.class);
    } catch (RefusedException | NoSuchRunException | ProblemException e) {
      return null;
    }
  }

  private Answer approve(Call call) {
    if (signer == null) {
      throw ProblemException.of(
          Kind.CONFLICT,
          "this API has no signing key, and an approval without a signature is none");
    }
    WorkflowExecutionInfo run = open(call);
    String workflowId = run.getExecution().getWorkflowId();
    JsonNode awaiting = temporal.query(workflowId, "status", JsonNode.class).path("awaiting");
    String current = awaiting.path("subjectHash").asText(null);
    if (current == null) {
      throw ProblemException.of(Kind.CONFLICT, workflowId + " waits for nobody's approval");
    }
    if (!current.equals(call.required("subject"))) {
      throw ProblemException.of(
              Kind.CONFLICT,
              "what is to be approved is not what you saw; look at it again, and name its"
                  + " subjectHash")
          .with("awaiting", awaiting);
    }
    Approval approval =
        signer.approval(
            call.caller(),
            current,
            call.body().path("breakGlass").asBoolean(),
            call.text("reason"));
    return sent(call, workflowId, "approve", approval);
  }

  private Answer abort(Call call) {
    String workflowId = open(call).getExecution().getWorkflowId();
    RunOrder order = new RunOrder(call.caller().user(), call.required("reason").strip());
    return sent(call, workflowId, "abort", order);
  }

  private Answer hold(Call call, String update) {
    String workflowId = open(call).getExecution().getWorkflowId();
    RunOrder order = new RunOrder(call.caller().user(), call.required("reason").strip());
    return sent(call, workflowId, update, order);
  }

  private Answer sent(Call call, String workflowId, String update, Object order) {
    try {
      Receipt receipt =
          temporal.update(workflowId, update, UUID.randomUUID().toString(), order, Receipt.class);
      call.note(receipt.outcome() + ": " + receipt.detail());
      return Answer.ok(receipt);
    } catch (NoSuchRunException e) {
      throw ProblemException.of(Kind.CONFLICT, workflowId + " has just ended");
    } catch (RefusedException e) {
      String why = String.valueOf(e.getMessage());
      throw ProblemException.of(
          Kind.CONFLICT,
          why.toLowerCase(Locale.ROOT).contains("unknown update")
              ? "a run of this kind takes no " + update
              : why);
    }
  }

  private WorkflowExecutionInfo open(Call call) {
    WorkflowExecutionInfo run = named(call);
    if (run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
      throw ProblemException.of(
          Kind.CONFLICT,
          run.getExecution().getWorkflowId() + " is not open any more: " + Run.state(run));
    }
    return run;
  }

  private WorkflowExecutionInfo named(Call call) {
    String workflowId = RunId.workflowId(call.parameter("id"));
    call.aboutRun(workflowId);
    try {
      WorkflowExecutionInfo run = temporal.describe(workflowId);
      if (TYPES.contains(run.getType().getName())) {
        return run;
      }
    } catch (NoSuchRunException | RefusedException e) {
      // Said below.
    }
    throw ProblemException.of(
        Kind.NOT_FOUND,
        "no run \"" + workflowId + "\" is known here; GET /v1/runs lists the open ones");
  }

  /**
   * One run.
   *
   * @param id as it stands in an address
   * @param status what it says of itself, null when it can't
   */
  record Run(
      String id,
      String workflowId,
      String runId,
      String type,
      String state,
      String startedAt,
      @Nullable String closedAt,
      boolean waitsForApproval,
      @Nullable JsonNode status) {

    static Run of(WorkflowExecutionInfo run, @Nullable JsonNode status) {
      String workflowId = run.getExecution().getWorkflowId();
      return new Run(
          RunId.of(workflowId),
          workflowId,
          run.getExecution().getRunId(),
          run.getType().getName(),
          state(run),
          at(run.getStartTime()),
          run.hasCloseTime() ? at(run.getCloseTime()) : null,
          status != null && status.path("awaiting").isObject(),
          status);
    }

    static String state(WorkflowExecutionInfo run) {
      return run.getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", "");
    }

    private static String at(Timestamp time) {
      return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
    }
  }
}
