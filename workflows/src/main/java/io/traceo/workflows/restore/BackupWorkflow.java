package io.traceo.workflows.restore;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A base backup of a group into its cold region, and the old ones' retention. {@code
 * runbooks/backup.md}.
 */
@WorkflowInterface
public interface BackupWorkflow {
  @WorkflowMethod(name = "Backup")
  BackupResult run(BackupRequest request);

  @QueryMethod(name = "status")
  RestoreStatus status();
}
