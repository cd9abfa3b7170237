package io.traceo.workflows.restore;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The newest backup restored, verified, measured and thrown away. {@code runbooks/restore-test.md}.
 */
@WorkflowInterface
public interface RestoreTestWorkflow {
  @WorkflowMethod(name = "RestoreTest")
  RestoreReport run(BackupRequest request);

  @QueryMethod(name = "status")
  RestoreStatus status();
}
