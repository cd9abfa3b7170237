package io.traceo.starters.cli;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.traceo.workflows.activity.Receipt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Sends an order to an open run and waits for what it says, not for ever. */
record Order(WorkflowClient client, String workflowId) {
  /**
   * The run's answer.
   *
   * @throws CliException REFUSED with the run's own words, or when it is not open
   */
  Receipt send(String update, Object order) {
    try {
      return new UpdateCall(client, workflowId).ask(update, Receipt.class, order);
    } catch (TimeoutException e) {
      throw new CliException(
          ExitCodes.FAILED,
          workflowId
              + " gave no answer within "
              + UpdateCall.PATIENCE_SECONDS
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
