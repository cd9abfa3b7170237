package io.traceo.workflows.drill;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A regional outage on purpose, measured and undone. {@code runbooks/drill.md}. */
@WorkflowInterface
public interface DrillWorkflow {
  @WorkflowMethod(name = "Drill")
  DrillReport run(DrillRequest request);

  @QueryMethod(name = "status")
  DrillStatus status();
}
