package io.traceo.starters.cli;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateStage;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sends a decision about whether a group acts to the group's entity, which is started when it isn't
 * there. Deciding what is decided already changes nothing and is no error.
 */
record ArmingOrder(Settings settings, @Nullable CommandSpec spec, Typed typed) {
  private static final long PATIENCE_SECONDS = 20;

  /** What both commands take. */
  static final class Typed {
    @Parameters(index = "0", description = "replication group")
    private String group = "";

    @Option(names = "--reason", required = true, description = "why, for the record")
    private String reason = "";

    @Option(
        names = "--by",
        description = "who decides, for the record; the user of this machine by default")
    private @Nullable String by;
  }

  /**
   * @param update {@code arm} or {@code disarm}
   */
  int send(String update) {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (typed.reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
    List<String> problems = Places.problems(settings, typed.group, null);
    if (!problems.isEmpty()) {
      throw new CliException(ExitCodes.USAGE, String.join("; ", problems));
    }
    try (Server server = Server.existing(settings, typed.group)) {
      Receipt receipt = answer(server.client(), update);
      out.println("group " + typed.group + ": " + receipt.detail());
      out.flush();
      return ExitCodes.OK;
    }
  }

  /** Nobody has checked the name: who reads the record is told so. */
  private ArmOrder order() {
    String by = typed.by;
    String name = by == null || by.isBlank() ? "os:" + settings.user() : by.strip();
    return new ArmOrder(name + " (unproven)", typed.reason.strip());
  }

  private Receipt answer(WorkflowClient client, String update) {
    CompletableFuture<Receipt> asked = CompletableFuture.supplyAsync(() -> ask(client, update));
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw failed(update, "no answer within " + PATIENCE_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw failed(update, Failures.inWords(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(update, "interrupted", e);
    }
  }

  private Receipt ask(WorkflowClient client, String update) {
    TemporalGroupActivities.startEntity(client, typed.group);
    return client
        .newUntypedWorkflowStub(WorkflowIds.group(typed.group))
        .startUpdate(
            UpdateOptions.newBuilder(Receipt.class)
                .setUpdateName(update)
                .setUpdateId(UUID.randomUUID().toString())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            order())
        .getResult();
  }

  private CliException failed(String update, String why, Exception cause) {
    CliException failure =
        new CliException(
            ExitCodes.FAILED,
            "no "
                + update
                + " of group "
                + typed.group
                + ": "
                + why
                + "; are its control workers running, and is the group in their topology? What"
                + " stands shows: traceo status "
                + typed.group);
    failure.initCause(cause);
    return failure;
  }
}
