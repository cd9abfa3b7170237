package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts a run and follows it to its end. Ctrl-C asks the run to stop and waits for it. */
final class Runs {
  private static final long POLL_MILLIS = 400;
  private static final long STOP_SECONDS = 90;

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
                    .setStaticSummary(type + " of " + request.get("group"))
                    .build());
    try {
      run.start(request);
      return run;
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw new CliException(
          ExitCodes.REFUSED,
          id
              + " runs already (run "
              + e.getExecution().getRunId()
              + "); wait for it, or watch it with: traceo status");
    } catch (WorkflowServiceException e) {
      throw CliException.environment(type + " could not be started: " + e.getCause());
    }
  }

  /** Follows a run to its result. */
  static JsonNode follow(WorkflowStub run, RunWatcher watcher) {
    Thread stopper = new Thread(() -> stop(run, watcher), "stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      CompletableFuture<JsonNode> result = run.getResultAsync(JsonNode.class);
      while (true) {
        try {
          JsonNode done = result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
          show(run, watcher);
          return done;
        } catch (TimeoutException e) {
          show(run, watcher);
        }
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCodes.FAILED, "interrupted; the run goes on");
    } finally {
      removeHook(stopper);
    }
  }

  private static CliException failure(@org.jspecify.annotations.Nullable Throwable cause) {
    if (cause instanceof WorkflowFailedException failed
        && failed.getCause() instanceof CanceledFailure) {
      return new CliException(
          ExitCodes.FAILED,
          "the run was cancelled and took back what it had changed; see: traceo report show latest");
    }
    if (cause instanceof WorkflowFailedException failed && failed.getCause() != null) {
      return new CliException(
          ExitCodes.FAILED, "the run failed: " + failed.getCause().getMessage());
    }
    return new CliException(ExitCodes.FAILED, "the run could not be followed: " + cause);
  }

  private static void show(WorkflowStub run, RunWatcher watcher) {
    try {
      watcher.show(run.query("status", JsonNode.class));
    } catch (RuntimeException e) {
      // A worker that was just killed answers no query; the next one does.
    }
  }

  private static void stop(WorkflowStub run, RunWatcher watcher) {
    watcher.say("stopping: the fault is lifted and the order restored first (Ctrl-C twice: kill)");
    try {
      run.cancel();
      run.getResult(STOP_SECONDS, TimeUnit.SECONDS, JsonNode.class);
      watcher.say("stopped; the report says how far it came");
    } catch (TimeoutException | RuntimeException e) {
      watcher.say("did not end within " + STOP_SECONDS + " s; it goes on: traceo status");
    }
  }

  private static void removeHook(Thread stopper) {
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException e) {
      // Shutting down: the hook is at work.
    }
  }
}
