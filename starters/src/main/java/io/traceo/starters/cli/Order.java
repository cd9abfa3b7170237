package io.traceo.starters.cli;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.traceo.workflows.activity.Receipt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends an order to an open run and waits for what it says, not for ever. */
record Order(WorkflowClient client, String workflowId) {
  private static final long PATIENCE_SECONDS = 20;

  /**
   * The run's answer.
   *
   * @throws CliException REFUSED with the run's own words, or when it is not open
   */
  Receipt send(String update, Object order) {
    CompletableFuture<Receipt> asked =
        CompletableFuture.supplyAsync(
            () ->
                client
                    .newUntypedWorkflowStub(workflowId)
                    .startUpdate(
                        UpdateOptions.newBuilder(Receipt.class)
                            .setUpdateName(update)
                            .setUpdateId(UUID.randomUUID().toString())
                            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                            .build(),
                        order)
                    .getResult());
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CliException(
          ExitCodes.FAILED,
          workflowId
              + " gave no answer within "
              + PATIENCE_SECONDS
              + " s; are its workers running? The order may still be taken");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof WorkflowNotFoundException) {
        throw new CliException(ExitCodes.REFUSED, workflowId + " is not open");
      }
      throw new CliException(
          cause instanceof WorkflowUpdateException ? ExitCodes.REFUSED : ExitCodes.FAILED,
          "no " + update + " of " + workflowId + ": " + Failures.inWords(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCodes.FAILED, "interrupted; the order may have been taken");
    }
  }
}
