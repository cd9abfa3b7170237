package io.traceo.starters.cli;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowServiceException;
import io.traceo.activities.group.TemporalGroupActivities;
import io.traceo.workflows.contract.WorkflowIds;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a group's entity something, which is started when it isn't there, and waits for it. */
record GroupUpdates(WorkflowClient client, String group) {
  /**
   * The answer.
   *
   * @param argument null for an update that takes none
   * @throws CliException when there is none in time, or the group rejects it
   */
  <T> T send(String update, Class<T> answer, @Nullable Object argument) {
    try {
      TemporalGroupActivities.startEntity(client, group);
      return new UpdateCall(client, WorkflowIds.group(group)).ask(update, answer, argument);
    } catch (WorkflowServiceException e) {
      throw failed(update, Failures.inWords(e), e);
    } catch (TimeoutException e) {
      throw failed(update, "no answer within " + UpdateCall.PATIENCE_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw failed(update, Failures.inWords(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(update, "interrupted", e);
    }
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
