package io.traceo.workflows.capacity;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;

/** Changes the autoscalers of a group region by region, or leaves every one as it was. */
@WorkflowInterface
public interface CapacityRolloutWorkflow {
  @WorkflowMethod(name = "CapacityRollout")
  CapacityRolloutReport run(CapacityRolloutRequest request);

  /** No further batch begins; {@code ALREADY} when it was paused, with who did. */
  @UpdateMethod(name = "pause")
  Receipt pause(RunOrder order);

  @UpdateValidatorMethod(updateName = "pause")
  void validatePause(RunOrder order);

  /** Goes on; {@code ALREADY} when it was not paused. */
  @UpdateMethod(name = "resume")
  Receipt resume(RunOrder order);

  @UpdateValidatorMethod(updateName = "resume")
  void validateResume(RunOrder order);

  @QueryMethod(name = "status")
  RolloutStatus status();
}
