package io.traceo.workflows.capacity;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;

/** Changes the autoscalers of a group region by region, or leaves every one as it was. */
@WorkflowInterface
public interface CapacityRolloutWorkflow {
  @WorkflowMethod(name = "CapacityRollout")
  CapacityRolloutReport run(CapacityRolloutRequest request);

  /** No further batch begins; {@code ALREADY} when it was paused, with who did. */
  @UpdateMethod(name = "pause")
  Receipt pause(PauseOrder order);

  @UpdateValidatorMethod(updateName = "pause")
  void validatePause(PauseOrder order);

  /** Goes on; {@code ALREADY} when it was not paused. */
  @UpdateMethod(name = "resume")
  Receipt resume(PauseOrder order);

  @UpdateValidatorMethod(updateName = "resume")
  void validateResume(PauseOrder order);

  @QueryMethod(name = "status")
  RolloutStatus status();

  /**
   * A recorded decision.
   *
   * @param by who
   * @param reason why
   */
  record PauseOrder(String by, String reason) {}
}
