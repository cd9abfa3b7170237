package io.traceo.workflows.restore;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/**
 * A restore. Reads as its runbook does: whatever fails before the restored server leads is thrown
 * away; from then on it is the member's own.
 */
public class RestoreWorkflowImpl implements RestoreWorkflow {
  private final RestoreRun run;

  @WorkflowInit
  public RestoreWorkflowImpl(RestoreRequest request) {
    run = new RestoreRun(request);
  }

  @Override
  public RestoreReport run(RestoreRequest request) {
    try {
      run.admit();
    } catch (TemporalFailure e) {
      return run.end("REFUSED", run.trouble(e));
    }
    if (request.dryRun()) {
      return run.end("PLANNED", null);
    }
    try {
      run.watchRecovery();
      run.fetch();
      run.replay();
      run.verify();
      if (request.takeOver()) {
        run.takeOver();
      } else {
        run.open();
      }
    } catch (TemporalFailure e) {
      Workflow.newDetachedCancellationScope(run::throwAway).run();
      return run.end("FAILED", run.trouble(e));
    }
    return run.end("DONE", null);
  }

  @Override
  public RestoreStatus status() {
    return run.status();
  }
}
