package io.traceo.workflows.restore;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A group's database restored beside it, or in its place. {@code runbooks/restore.md}. */
@WorkflowInterface
public interface RestoreWorkflow {
  @WorkflowMethod(name = "Restore")
  RestoreReport run(RestoreRequest request);

  @QueryMethod(name = "status")
  RestoreStatus status();
}
