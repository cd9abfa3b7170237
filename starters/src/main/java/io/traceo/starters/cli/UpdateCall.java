package io.traceo.starters.cli;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateStage;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One Update of a workflow, waited for to its end, but not for ever. */
record UpdateCall(WorkflowClient client, String workflowId) {
  static final long PATIENCE_SECONDS = 20;

  /**
   * The answer.
   *
   * @param argument null for an update that takes none
   * @throws TimeoutException when there is none in time; the workflow may still take it
   */
  <T> T ask(String update, Class<T> answer, @Nullable Object argument)
      throws TimeoutException, ExecutionException, InterruptedException {
    return CompletableFuture.supplyAsync(() -> send(update, answer, argument))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private <T> T send(String update, Class<T> answer, @Nullable Object argument) {
    return client
        .newUntypedWorkflowStub(workflowId)
        .startUpdate(
            UpdateOptions.newBuilder(answer)
                .setUpdateName(update)
                .setUpdateId(UUID.randomUUID().toString())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            argument == null ? new Object[0] : new Object[] {argument})
        .getResult();
  }
}
