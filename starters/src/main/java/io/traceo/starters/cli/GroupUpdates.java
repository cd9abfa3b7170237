package io.traceo.starters.cli;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateStage;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.workflows.contract.WorkflowIds;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a group's entity something, which is started when it isn't there, and waits for it. */
record GroupUpdates(WorkflowClient client, String group) {
  private static final long PATIENCE_SECONDS = 20;

  /**
   * The answer.
   *
   * @param argument null for an update that takes none
   * @throws CliException when there is none in time, or the group rejects it
   */
  <T> T send(String update, Class<T> answer, @Nullable Object argument) {
    CompletableFuture<T> asked = CompletableFuture.supplyAsync(() -> ask(update, answer, argument));
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

  private <T> T ask(String update, Class<T> answer, @Nullable Object argument) {
    TemporalGroupActivities.startEntity(client, group);
    return client
        .newUntypedWorkflowStub(WorkflowIds.group(group))
        .startUpdate(
            UpdateOptions.newBuilder(answer)
                .setUpdateName(update)
                .setUpdateId(UUID.randomUUID().toString())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            argument == null ? new Object[0] : new Object[] {argument})
        .getResult();
  }

  private CliException failed(String update, String why, Exception cause) {
    CliException failure =
        new CliException(
            ExitCodes.FAILED,
            "no "
                + update
                + " of group "
                + group
                + ": "
                + why
                + "; are its control workers running, and is the group in their topology? What"
                + " stands shows: traceo status "
                + group);
    failure.initCause(cause);
    return failure;
  }
}
