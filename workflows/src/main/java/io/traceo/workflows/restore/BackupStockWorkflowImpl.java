package io.traceo.workflows.restore;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;
import java.util.List;

/** One question to the store, asked by the cold region's own worker: nobody else has its key. */
public class BackupStockWorkflowImpl implements BackupStockWorkflow {
  private static final Duration DEFINE = Duration.ofSeconds(40);
  private static final Duration ATTEMPT = Duration.ofSeconds(60);

  /** A cold region that is away is given up: who asks is waiting. */
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final String group;
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private String phase = "ask the store";

  @WorkflowInit
  public BackupStockWorkflowImpl(StockRequest request) {
    group = String.valueOf(request.group());
  }

  @Override
  public Stock run(StockRequest request) {
    List<String> problems = request.problems();
    if (!problems.isEmpty()) {
      throw ApplicationFailure.newNonRetryableFailure(
          String.join("; ", problems), FailureTypes.INVALID_REQUEST);
    }
    String cold =
        Stubs.step(GroupActivities.class, DEFINE, "which region keeps the backups?")
            .define(new DefinitionRequest(group))
            .group()
            .cold();
    phase = "ask the store in " + cold;
    Stock stock =
        Stubs.longRunning(
                BackupActivities.class,
                TaskQueues.place(cold),
                ATTEMPT,
                ATTEMPT,
                WITHIN,
                "every backup of " + group)
            .list(new BackupQuery(group));
    phase = "done";
    return stock;
  }

  @Override
  public RestoreStatus status() {
    return new RestoreStatus(phase, group, startedAtMillis, null, null, List.of(), List.of());
  }
}
