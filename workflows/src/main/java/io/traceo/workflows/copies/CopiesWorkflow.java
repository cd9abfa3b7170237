package io.traceo.workflows.copies;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.budget.RunOrder;

/**
 * A leader lives, but so few followers are left that its commits wait: asks people whether writes
 * go on with fewer copies. Never promotes. Ends by itself when the followers are back first.
 */
@WorkflowInterface
public interface CopiesWorkflow {
  @WorkflowMethod(name = "Copies")
  CopiesResult run(CopiesRequest request);

  /** One person's yes; {@code ALREADY} when it was given before. */
  @UpdateMethod(name = "approve")
  Receipt approve(Approval approval);

  @UpdateValidatorMethod(updateName = "approve")
  void validateApprove(Approval approval);

  /** Ends it; writes wait until a copy is back. */
  @UpdateMethod(name = "abort")
  Receipt abort(RunOrder order);

  @UpdateValidatorMethod(updateName = "abort")
  void validateAbort(RunOrder order);

  @QueryMethod(name = "status")
  CopiesStatus status();
}
