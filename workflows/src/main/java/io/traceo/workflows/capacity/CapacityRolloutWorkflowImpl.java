package io.traceo.workflows.capacity;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;

/** A rollout of capacity. However it ends, no region is left half changed. */
public class CapacityRolloutWorkflowImpl implements CapacityRolloutWorkflow {
  private final RolloutRun run;

  @WorkflowInit
  public CapacityRolloutWorkflowImpl(CapacityRolloutRequest request) {
    run = new RolloutRun(request);
  }

  @Override
  public CapacityRolloutReport run(CapacityRolloutRequest request) {
    LeftRollout left = request.left();
    if (left != null) {
      return takeBack(left);
    }
    try {
      run.admit();
    } catch (TemporalFailure e) {
      if (RolloutRun.forgot(e)) {
        throw e;
      }
      return run.end("REFUSED", RolloutRun.trouble(e));
    }
    if (request.dryRun()) {
      return run.end("PLANNED", null);
    }
    try {
      run.rollOut();
    } catch (TemporalFailure e) {
      String reason = RolloutRun.trouble(e);
      Workflow.newDetachedCancellationScope(() -> run.takeBack(reason)).run();
      return run.end(run.stuck() ? "FAILED" : "ROLLED_BACK", reason);
    }
    return run.end("DONE", null);
  }

  /** Whoever cancels this too: the regions are not to stay as they are. */
  private CapacityRolloutReport takeBack(LeftRollout left) {
    String reason = left.workflowId() + " ended (" + left.closeStatus() + ") without taking back";
    run.inherit(left);
    Workflow.newDetachedCancellationScope(() -> run.takeBack(reason)).run();
    return run.end(run.stuck() ? "FAILED" : "ROLLED_BACK", reason);
  }

  @Override
  public Receipt pause(RunOrder order) {
    return run.pause(order);
  }

  @Override
  public void validatePause(RunOrder order) {
    order.require();
  }

  @Override
  public Receipt resume(RunOrder order) {
    return run.resume(order);
  }

  @Override
  public void validateResume(RunOrder order) {
    order.require();
  }

  @Override
  public RolloutStatus status() {
    return run.status();
  }
}
