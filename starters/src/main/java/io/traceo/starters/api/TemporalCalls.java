package io.traceo.starters.api;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.filter.v1.StartTimeFilter;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Meta;
import io.temporal.api.update.v1.Outcome;
import io.temporal.api.update.v1.Request;
import io.temporal.api.update.v1.WaitPolicy;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.StatusUtils;
import io.traceo.starters.api.ProblemException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of Temporal, each call with an end: the SDK's own client tries on for a minute
 * while somebody waits. Every call may be repeated; an Update is known by its id.
 */
final class TemporalCalls {
  private static final int PAGE = 500;
  private static final long RETRY_AFTER_S = 5;
  private static final long PAUSE_MS = 100;

  private final WorkflowClient client;
  private final Duration patience;

  TemporalCalls(WorkflowClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  WorkflowClient client() {
    return client;
  }

  /** How it is, in words; empty when it answers. */
  Optional<String> trouble(Duration within) {
    try {
      var unused =
          ask(
              within,
              stub ->
                  stub.describeNamespace(
                      DescribeNamespaceRequest.newBuilder().setNamespace(namespace()).build()));
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem().detail());
    } catch (NoSuchRunException e) {
      return Optional.of("Temporal has no namespace " + namespace());
    }
  }

  /**
   * Sends an Update and waits for what came of it.
   *
   * @param argument null for an Update that takes none
   * @throws RefusedException when the run refused it
   * @throws NoSuchRunException when no such run is open
   */
  <T> T update(
      String workflowId, String name, String updateId, @Nullable Object argument, Class<T> result) {
    UpdateWorkflowExecutionRequest request =
        UpdateWorkflowExecutionRequest.newBuilder()
            .setNamespace(namespace())
            .setWorkflowExecution(execution(workflowId))
            .setWaitPolicy(
                WaitPolicy.newBuilder()
                    .setLifecycleStage(
                        UpdateWorkflowExecutionLifecycleStage
                            .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED))
            .setRequest(
                Request.newBuilder()
                    .setMeta(Meta.newBuilder().setUpdateId(updateId).setIdentity(identity()))
                    .setInput(Input.newBuilder().setName(name).setArgs(payloads(argument))))
            .build();
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      UpdateWorkflowExecutionResponse response =
          ask(left, stub -> stub.updateWorkflowExecution(request));
      if (response.hasOutcome()) {
        return outcome(response.getOutcome(), result);
      }
    }
  }

  private <T> T outcome(Outcome outcome, Class<T> result) {
    if (outcome.hasFailure()) {
      throw new RefusedException(outcome.getFailure().getMessage());
    }
    return decoded(outcome.getSuccess(), result);
  }

  /**
   * Asks a run, open or closed.
   *
   * @throws NoSuchRunException when there is none
   * @throws RefusedException when it can't answer that
   */
  <T> T query(String workflowId, String name, Class<T> result) {
    QueryWorkflowResponse response =
        ask(
            patience,
            stub ->
                stub.queryWorkflow(
                    QueryWorkflowRequest.newBuilder()
                        .setNamespace(namespace())
                        .setExecution(execution(workflowId))
                        .setQuery(WorkflowQuery.newBuilder().setQueryType(name))
                        .build()));
    if (response.hasQueryRejected()) {
      throw new RefusedException("it is " + response.getQueryRejected().getStatus());
    }
    return decoded(response.getQueryResult(), result);
  }

  /**
   * The newest run with this id.
   *
   * @throws NoSuchRunException when there is none
   */
  WorkflowExecutionInfo describe(String workflowId) {
    return ask(
            patience,
            stub ->
                stub.describeWorkflowExecution(
                    DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace())
                        .setExecution(execution(workflowId))
                        .build()))
        .getWorkflowExecutionInfo();
  }

  /** All open runs. One of the last second may be missing. */
  List<WorkflowExecutionInfo> open() {
    List<WorkflowExecutionInfo> all = new ArrayList<>();
    var request =
        ListOpenWorkflowExecutionsRequest.newBuilder()
            .setNamespace(namespace())
            .setMaximumPageSize(PAGE)
            .setStartTimeFilter(
                StartTimeFilter.newBuilder()
                    .setEarliestTime(Timestamp.newBuilder().setSeconds(0))
                    .setLatestTime(
                        Timestamp.newBuilder()
                            .setSeconds(System.currentTimeMillis() / 1000 + 3600)));
    ListOpenWorkflowExecutionsResponse page;
    do {
      page = ask(patience, stub -> stub.listOpenWorkflowExecutions(request.build()));
      all.addAll(page.getExecutionsList());
      request.setNextPageToken(page.getNextPageToken());
    } while (!page.getNextPageToken().isEmpty());
    return all;
  }

  /** Tries again what failed on the way, until the time is over. */
  private <T> T ask(Duration within, Function<WorkflowServiceBlockingStub, T> call) {
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      try {
        return call.apply(
            client
                .getWorkflowServiceStubs()
                .blockingStub()
                .withWaitForReady()
                .withDeadlineAfter(end - System.nanoTime(), TimeUnit.NANOSECONDS));
      } catch (StatusRuntimeException e) {
        boolean over = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MS) >= end;
        if (over || !passing(e.getStatus().getCode())) {
          throw failure(e);
        }
        pause();
      }
    }
  }

  private static boolean passing(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED, CANCELLED, INTERNAL, UNKNOWN -> true;
      default -> false;
    };
  }

  private RuntimeException failure(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case NOT_FOUND ->
          StatusUtils.hasFailure(e, NamespaceNotFoundFailure.class)
              ? away("Temporal has no namespace " + namespace())
              : new NoSuchRunException();
      case INVALID_ARGUMENT, FAILED_PRECONDITION ->
          new RefusedException(String.valueOf(e.getStatus().getDescription()));
      case DEADLINE_EXCEEDED ->
          away(
              "no answer within "
                  + patience.toSeconds()
                  + " s: Temporal is away, or the workers that should answer are");
      case UNAVAILABLE -> away("Temporal can't be reached");
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          away("Temporal lets this API not in; look at its client configuration");
      default -> away("Temporal answered " + e.getStatus().getCode());
    };
  }

  private static ProblemException away(String detail) {
    return ProblemException.later(Kind.TEMPORAL, detail, RETRY_AFTER_S);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("stopped while Temporal was asked");
    }
  }

  private static WorkflowExecution execution(String workflowId) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
  }

  private Payloads payloads(@Nullable Object argument) {
    if (argument == null) {
      return Payloads.getDefaultInstance();
    }
    return client
        .getOptions()
        .getDataConverter()
        .toPayloads(argument)
        .orElseThrow(IllegalStateException::new);
  }

  private <T> T decoded(Payloads payloads, Class<T> type) {
    return client
        .getOptions()
        .getDataConverter()
        .fromPayloads(0, Optional.of(payloads), type, type);
  }

  private String namespace() {
    return client.getOptions().getNamespace();
  }

  private String identity() {
    return "traceo api " + client.getOptions().getIdentity();
  }

  /** The run says no; its message says why. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** No run has this id, or none that is open. */
  static final class NoSuchRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
