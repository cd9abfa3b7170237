package io.traceo.workflows.restore;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The restored servers that stand beside a group: a look, and the removal of one. Holds no grant:
 * nothing of the group's own is touched. {@code runbooks/restore.md}.
 */
@WorkflowInterface
public interface RestoredServersWorkflow {
  @WorkflowMethod(name = "RestoredServers")
  RestoredServersResult run(RestoredServersRequest request);

  @QueryMethod(name = "status")
  RestoreStatus status();
}
