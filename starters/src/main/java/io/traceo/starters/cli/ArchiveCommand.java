package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.ArchiveState;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo archive}. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = {
      "Makes sure that a group's log flows into its archive, and shows how far that is.",
      "The archive's workflow runs until somebody ends it; started twice it is still one."
    })
final class ArchiveCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 500;

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", description = "replication group")
  private String group = "";

  @Option(names = "--json", description = "the state as JSON; null while nothing is archived")
  private boolean json;

  ArchiveCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    GroupRun.refuse(Places.problems(settings, group, null));
    try (Server server = Server.existing(settings, group)) {
      Optional<ArchiveState> state = state(start(server));
      out.println(
          json
              ? Json.mapper().writeValueAsString(state.orElse(null))
              : state
                  .map(s -> StockText.archive(group, s, System.currentTimeMillis()))
                  .orElse("archive  started; nothing is stored yet, ask again in some seconds"));
      out.flush();
      return state.map(ArchiveState::problem).isPresent() ? ExitCodes.FAILED : ExitCodes.OK;
    }
  }

  private WorkflowStub start(Server server) {
    WorkflowStub run =
        server
            .client()
            .newUntypedWorkflowStub(
                "Archive",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(WorkflowIds.archive(group))
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                    .setStaticSummary("Archive of " + group)
                    .build());
    try {
      run.start(Map.of("group", group));
      return run;
    } catch (WorkflowServiceException e) {
      throw CliException.environment(
          "the archive could not be started: "
              + Failures.inWords(e)
              + "; check the namespace and that this user may start workflows there");
    }
  }

  /** Empty when nothing is archived within the patience. */
  private Optional<ArchiveState> state(WorkflowStub run) throws JsonProcessingException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode answer = ask(run, end);
      if (answer != null && answer.isObject()) {
        return Optional.of(Json.mapper().treeToValue(answer, ArchiveState.class));
      }
      if (System.nanoTime() > end) {
        return Optional.empty();
      }
      pause();
    }
  }

  private @Nullable JsonNode ask(WorkflowStub run, long end) {
    long left = Math.max(TimeUnit.SECONDS.toNanos(1), end - System.nanoTime());
    CompletableFuture<@Nullable JsonNode> asked =
        CompletableFuture.supplyAsync(() -> run.query("status", JsonNode.class));
    try {
      return asked.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unanswered("no answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw unanswered(Failures.inWords(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("interrupted");
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("interrupted");
    }
  }

  private CliException unanswered(String why) {
    return new CliException(
        ExitCodes.FAILED,
        "the archive of "
            + group
            + " does not answer ("
            + why
            + "); are its control workers running, and is the group in their topology?");
  }
}
