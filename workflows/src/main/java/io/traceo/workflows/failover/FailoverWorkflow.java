package io.traceo.workflows.failover;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

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

  @QueryMethod(name = "status")
  FailoverStatus status();
}
