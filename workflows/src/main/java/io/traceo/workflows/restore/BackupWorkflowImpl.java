package io.traceo.workflows.restore;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.WorkflowInit;

/** A backup. A try that is broken off leaves nothing that counts, so nothing is ever undone. */
public class BackupWorkflowImpl implements BackupWorkflow {
  private final BackupRun run;

  @WorkflowInit
  public BackupWorkflowImpl(BackupRequest request) {
    run = new BackupRun(request);
  }

  @Override
  public BackupResult run(BackupRequest request) {
    try {
      run.admit();
    } catch (TemporalFailure e) {
      return run.end("REFUSED", run.trouble(e));
    }
    if (request.dryRun()) {
      return run.end("PLANNED", null);
    }
    try {
      run.take();
      run.prune();
    } catch (TemporalFailure e) {
      return run.end(run.backup() == null ? "FAILED" : "DONE", run.trouble(e));
    }
    return run.end("DONE", null);
  }

  @Override
  public RestoreStatus status() {
    return run.status();
  }
}
