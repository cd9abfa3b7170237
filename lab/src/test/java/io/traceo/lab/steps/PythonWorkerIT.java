package io.traceo.lab.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.activities.Counterparts;
import io.traceo.lab.temporal.RunningTemporal;
import io.traceo.lab.temporal.TemporalServers;
import io.traceo.workers.TemporalConnection;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.steps.ExtraInput;
import io.traceo.workflows.steps.ExtraStep;
import io.traceo.workflows.steps.ExtraStep.Kind;
import io.traceo.workflows.steps.ExtraStep.Work;
import io.traceo.workflows.steps.ExtraSteps;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a user's own worker, on a real server, called by steps of a runbook. */
class PythonWorkerIT {
  private static final Path EXAMPLE = Path.of("..", "runbooks", "examples", "python-worker");

  @TempDir Path folder;

  /** A run that has such steps. */
  @WorkflowInterface
  public interface Run {
    /** Runs them. */
    @WorkflowMethod
    Records run(Steps steps);
  }

  /** Steps to run. */
  public record Steps(List<ExtraStep> after) {}

  /** What came of them. */
  public record Records(List<StepRecord> steps) {}

  /** As a failover does it. */
  public static final class RunImpl implements Run {
    @Override
    public Records run(Steps steps) {
      Journal journal = new Journal();
      StepRunner runner = new StepRunner(journal);
      new ExtraSteps(runner, journal, step -> null)
          .after(
              steps.after(),
              new ExtraInput("na", "failover/na/2-1", "after", "a", "us-west-2", 2, false, null));
      return new Records(runner.records());
    }
  }

  private static ExtraStep step(String name, Kind kind, String type) {
    Work work =
        new Work(type, "edge-tools", JsonNodeFactory.instance.objectNode().put("zone", "z1"));
    return new ExtraStep(
        name,
        kind,
        new Budget(Duration.ofSeconds(20), ExpiryAction.FORCE),
        false,
        null,
        null,
        kind == Kind.ACTIVITY ? work : null,
        kind == Kind.WORKFLOW ? work : null,
        null);
  }

  @Test
  void itsActivityAndItsWorkflowAnswerIntoTheRecord() throws Exception {
    String pinned = Files.readString(EXAMPLE.resolve("requirements.txt"));
    String version = pinned.substring(pinned.indexOf("==") + 2).strip();
    Optional<Path> python = Counterparts.folder("python-worker-" + version + "/bin", "python");
    if (python.isEmpty()) {
      Counterparts.lacks("python-worker");
      Assumptions.abort("no Python SDK");
    }
    try (RunningTemporal temporal = server()) {
      if (temporal.pid() == null) {
        Counterparts.lacks("temporal");
        Assumptions.abort("no Temporal server is here");
      }
      Path log = folder.resolve("worker.log");
      Process worker =
          new ProcessBuilder(
                  python.get().resolve("python").toString(),
                  EXAMPLE.resolve("worker.py").toString(),
                  temporal.address())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try (TemporalConnection connection =
          TemporalConnection.open(temporal.address(), "default", "test", Duration.ofSeconds(15))) {
        List<StepRecord> records = run(connection);
        assertThat(records)
            .as(Files.readString(log))
            .extracting(StepRecord::outcome)
            .containsExactly("DONE", "DONE");
        assertThat(records.get(0).detail())
            .contains("\"purged\":\"z1\"", "\"group\":\"na\"", "\"leader\":\"us-west-2\"");
        assertThat(records.get(1).detail())
            .isEqualTo("catalog of na checked after failover/na/2-1, z1");
      } finally {
        assertThat(worker.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static List<StepRecord> run(TemporalConnection connection) {
    WorkerFactory workers = WorkerFactory.newInstance(connection.client());
    workers.newWorker(TaskQueues.CONTROL).registerWorkflowImplementationTypes(RunImpl.class);
    workers.start();
    try {
      return connection
          .client()
          .newWorkflowStub(
              Run.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId("steps")
                  .setTaskQueue(TaskQueues.CONTROL)
                  .build())
          .run(
              new Steps(
                  List.of(
                      step("purge", Kind.ACTIVITY, "purge_cache"),
                      step("catalog", Kind.WORKFLOW, "CheckCatalog"))))
          .steps();
    } finally {
      workers.shutdownNow();
    }
  }

  private RunningTemporal server() throws Exception {
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      int port = one.getLocalPort();
      int ui = other.getLocalPort();
      one.close();
      other.close();
      return TemporalServers.start(
          "127.0.0.1",
          port,
          ui,
          List.of(),
          Files.createDirectories(folder.resolve("temporal")),
          false,
          System.out::println);
    }
  }
}
