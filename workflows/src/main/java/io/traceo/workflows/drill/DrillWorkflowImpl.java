package io.traceo.workflows.drill;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;

/**
 * A drill. It injects a fault and measures; the failover itself is the group's own, the same as in
 * a real outage. However it ends, the fault is lifted and a report is written.
 */
public class DrillWorkflowImpl implements DrillWorkflow {
  private final DrillRun run;

  @WorkflowInit
  public DrillWorkflowImpl(DrillRequest request) {
    run = new DrillRun(request);
  }

  @Override
  public DrillReport run(DrillRequest request) {
    String verdict = "FAILED";
    try {
      run.admit();
      if (request.dryRun()) {
        return run.report("PLANNED", "dry run: nothing was changed");
      }
      run.stepsBefore();
      run.baseline();
      switch (run.mode()) {
        case UNPLANNED -> {
          run.injectFault();
          DrillGuard guard = run.guard();
          guard.during(run::awaitFailover);
          guard.during(run::converge);
          run.lift();
          run.awaitProtected();
        }
        case SWITCHOVER -> {
          run.switchover();
          run.converge();
        }
        case COLD -> {
          run.injectFault();
          run.recover();
          run.converge();
          run.awaitProtected();
        }
      }
      run.restore();
      run.measure();
      verdict = "MEASURED";
    } catch (TemporalFailure e) {
      run.failed(Journal.messageOf(e));
      if (!run.begun() && TemporalFailures.isType(e, FailureTypes.REFUSED)) {
        verdict = "REFUSED";
      }
    }
    String outcome = verdict;
    Workflow.newDetachedCancellationScope(() -> run.cleanUp(outcome)).run();
    return run.finished();
  }

  @Override
  public DrillStatus status() {
    return run.status();
  }
}
