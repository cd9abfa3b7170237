package io.traceo.workflows.copies;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;

/** Reads as it goes: ask, then lower. See {@link CopiesWorkflow}. */
public class CopiesWorkflowImpl implements CopiesWorkflow {
  private final CopiesRun run;

  @WorkflowInit
  public CopiesWorkflowImpl(CopiesRequest request) {
    run = new CopiesRun(request);
  }

  @Override
  public CopiesResult run(CopiesRequest request) {
    try {
      run.ask();
      run.lower();
      return run.end("DONE", null);
    } catch (TemporalFailure e) {
      String outcome = TemporalFailures.isType(e, FailureTypes.ABORTED) ? "ABORTED" : "FAILED";
      return run.end(outcome, Journal.messageOf(e));
    } finally {
      Workflow.await(Workflow::isEveryHandlerFinished);
    }
  }

  @Override
  public Receipt approve(Approval approval) {
    return run.desk().approve(approval);
  }

  @Override
  public void validateApprove(Approval approval) {
    run.desk().validate(approval);
  }

  @Override
  public Receipt abort(RunOrder order) {
    return run.abort(order);
  }

  @Override
  public void validateAbort(RunOrder order) {
    order.require();
  }

  @Override
  public CopiesStatus status() {
    return run.status();
  }
}
