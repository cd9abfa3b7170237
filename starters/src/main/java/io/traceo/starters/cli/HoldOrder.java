package io.traceo.starters.cli;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.capacity.CapacityRolloutWorkflow.PauseOrder;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a rollout that runs before its next batch, or lets it go on. */
record HoldOrder(Settings settings, @Nullable CommandSpec spec, Typed typed) {
  private static final long PATIENCE_SECONDS = 20;

  /** What both commands take. */
  static final class Typed {
    @Parameters(index = "0", description = "replication group")
    private String group = "";

    @Option(names = "--reason", required = true, description = "why, for the record")
    private String reason = "";
  }

  /**
   * @param update {@code pause} or {@code resume}
   */
  int send(String update) {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (typed.reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
    GroupRun.refuse(Places.problems(settings, typed.group, null));
    try (Server server = Server.existing(settings, typed.group)) {
      String id = WorkflowIds.capacityRollout(typed.group);
      WorkflowStub rollout = server.client().newUntypedWorkflowStub(id);
      Receipt receipt = answer(id, update, rollout);
      out.println("rollout of " + typed.group + ": " + receipt.detail());
      out.flush();
      return ExitCodes.OK;
    }
  }

  /** Nobody has checked the name: who reads the record is told so. */
  private PauseOrder order() {
    return new PauseOrder("os:" + settings.user() + " (unproven)", typed.reason.strip());
  }

  private Receipt answer(String id, String update, WorkflowStub rollout) {
    CompletableFuture<Receipt> asked =
        CompletableFuture.supplyAsync(
            () ->
                rollout
                    .startUpdate(
                        UpdateOptions.newBuilder(Receipt.class)
                            .setUpdateName(update)
                            .setUpdateId(UUID.randomUUID().toString())
                            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                            .build(),
                        order())
                    .getResult());
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CliException(
          ExitCodes.FAILED,
          id + " gave no answer within " + PATIENCE_SECONDS + " s; are its workers running?");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkflowNotFoundException) {
        throw new CliException(ExitCodes.REFUSED, "no rollout of " + typed.group + " runs now");
      }
      throw new CliException(ExitCodes.FAILED, "no " + update + ": " + Failures.inWords(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCodes.FAILED, "interrupted; the order may have been taken");
    }
  }
}
