package io.traceo.workflows.capacity;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Says how many replicas each region is to have, what that costs, and what a lost region needs. */
@WorkflowInterface
public interface CapacityPlanWorkflow {
  @WorkflowMethod(name = "CapacityPlan")
  CapacityPlanReport run(CapacityPlanRequest request);

  @QueryMethod(name = "status")
  PlanStatus status();
}
