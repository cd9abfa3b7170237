package io.traceo.workflows.failover;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.budget.RunOrder;

/** Moves the leadership of one group to another region. {@code runbooks/failover.md}. */
@WorkflowInterface
public interface FailoverWorkflow {
  @WorkflowMethod(name = "Failover")
  FailoverResult run(FailoverRequest request);

  /**
   * Before the promotion the run takes back what it changed and ends ABORTED; after it, nothing.
   */
  @SignalMethod(name = "callOff")
  void callOff(CallOff order);

  /** One person's yes to what the run waits for. The same one again is {@code ALREADY}. */
  @UpdateMethod(name = "approve")
  Receipt approve(Approval approval);

  @UpdateValidatorMethod(updateName = "approve")
  void validateApprove(Approval approval);

  /** Ends the run and takes back what it changed; refused once a promotion was asked for. */
  @UpdateMethod(name = "abort")
  Receipt abort(RunOrder order);

  @UpdateValidatorMethod(updateName = "abort")
  void validateAbort(RunOrder order);

  /** Nobody is promoted until it is resumed; refused while writes stand still for it. */
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
  FailoverStatus status();
}
