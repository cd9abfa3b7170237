package io.traceo.workers;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The dry run of a failover, by this very process: on a task queue that nobody else serves. Changes
 * nothing.
 */
final class Rehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WorkflowClient client;
  private final String worker;

  Rehearsal(WorkflowClient client) {
    this.client = client;
    this.worker = String.valueOf(client.getOptions().getIdentity());
  }

  /** The queue that only this process serves. */
  String queue() {
    return TaskQueues.CONTROL + "-rehearsal-" + worker;
  }

  /** Plans the failover of a group as if its declared leader were dead, and forgets the plan. */
  FailoverResult of(Definition definition) throws TimeoutException {
    String group = definition.group().id();
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "Failover",
            WorkflowOptions.newBuilder()
                .setWorkflowId("rehearsal/" + worker + "/" + group)
                .setTaskQueue(queue())
                .setWorkflowRunTimeout(PATIENCE)
                .setStaticSummary("dry run of " + worker + ": changes nothing")
                .build());
    run.start(
        new FailoverRequest(
            group,
            FailoverMode.UNPLANNED.name(),
            null,
            "rehearsal",
            worker,
            true,
            new FailoverRequest.Authority(
                "rehearsal", null, definition.group().leader(), 0, definition, null, null, null),
            Map.of()));
    return run.getResult(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, FailoverResult.class);
  }
}
