package io.traceo.workflows.capacity;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.WorkflowInit;

/** A plan of capacity. It changes nothing: one that is cancelled leaves nothing behind. */
public class CapacityPlanWorkflowImpl implements CapacityPlanWorkflow {
  private final PlanRun run;

  @WorkflowInit
  public CapacityPlanWorkflowImpl(CapacityPlanRequest request) {
    run = new PlanRun(request);
  }

  @Override
  public CapacityPlanReport run(CapacityPlanRequest request) {
    try {
      run.admit();
      run.readHistories();
      run.forecast();
      run.askClusters();
      run.size();
    } catch (TemporalFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        run.enter("cancelled");
        throw e;
      }
      return run.end(e);
    }
    return run.end();
  }

  @Override
  public PlanStatus status() {
    return run.status();
  }
}
