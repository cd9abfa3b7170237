package io.traceo.workflows.restore;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** A restore test. However it ends, the restored server is thrown away and a report is kept. */
public class RestoreTestWorkflowImpl implements RestoreTestWorkflow {
  private final RestoreTestRun run;

  @WorkflowInit
  public RestoreTestWorkflowImpl(BackupRequest request) {
    run = new RestoreTestRun(request);
  }

  @Override
  public RestoreReport run(BackupRequest request) {
    try {
      run.admit();
    } catch (TemporalFailure e) {
      return run.end("REFUSED", run.trouble(e));
    }
    try {
      run.look();
      if (request.dryRun()) {
        return run.end("PLANNED", null);
      }
      run.restore();
    } catch (TemporalFailure e) {
      run.failed(e);
    }
    run.judge();
    Workflow.newDetachedCancellationScope(run::discard).run();
    return run.end();
  }

  @Override
  public RestoreStatus status() {
    return run.status();
  }
}
