package io.traceo.workflows.failover;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowInit;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;

/**
 * Moves the leadership of a group. Reads as its runbook does: before the promotion whatever fails
 * is taken back, after it the run only goes forward.
 */
public class FailoverWorkflowImpl implements FailoverWorkflow {
  private final FailoverRun run;

  @WorkflowInit
  public FailoverWorkflowImpl(FailoverRequest request) {
    run = new FailoverRun(request);
  }

  @Override
  public FailoverResult run(FailoverRequest request) {
    FailoverStatus left = request.continues();
    if (left != null) {
      return goOn(left);
    }
    try {
      run.admit();
    } catch (TemporalFailure e) {
      return run.end("REFUSED", Journal.messageOf(e));
    }
    if (run.plan().refused()) {
      return run.end("REFUSED", String.join("; ", run.plan().refusals()));
    }
    if (request.dryRun()) {
      return run.end("PLANNED", null);
    }
    if (run.promotedBefore()) {
      return goForward();
    }
    try {
      run.orders()
          .unlessCalledOff(
              () -> {
                run.beforeAnythingChanges();
                if (run.mode() != FailoverMode.RESTORE) {
                  // What a restore promises is watched by the restore.
                  run.watchObjectives();
                }
                run.fenceWorkloadBeside();
                switch (run.mode()) {
                  case UNPLANNED -> run.fenceBeside();
                  case SWITCHOVER -> {
                    run.drain();
                    run.catchUp();
                    run.stopLeader();
                  }
                  case RESTORE -> run.install();
                }
                run.promote();
              });
    } catch (TemporalFailure e) {
      if (!run.promotedAfterAll()) {
        run.compensate();
        return run.end(outcomeBefore(e), Journal.messageOf(e));
      }
    }
    return goForward();
  }

  /** An orphaned run is taken back when nobody was promoted, else finished. */
  private FailoverResult goOn(FailoverStatus left) {
    run.adopt(left);
    if (run.promotedAfterAll()) {
      return goForward();
    }
    run.compensate();
    return run.end("ABORTED", "the run before this one ended without giving its grant back");
  }

  /** From here on nothing is given back, also when the run is cancelled and not replaced. */
  private FailoverResult goForward() {
    try {
      run.forward()
          .run(
              () -> {
                run.returnBeside();
                run.route();
                run.verify();
                run.resume();
                run.tellResumed();
              });
      Promise<Void> own = run.own().afterBeside();
      run.protect();
      own.get();
      return run.end("DONE", null);
    } catch (CanceledFailure e) {
      return run.end("DONE", "ended before the declared number of copies was restored");
    } catch (TemporalFailure e) {
      if (TemporalFailures.isType(e, FailureTypes.STALE_EPOCH)) {
        return run.end("SUPERSEDED", Journal.messageOf(e));
      }
      return run.end("FAILED", Journal.messageOf(e));
    }
  }

  private static String outcomeBefore(TemporalFailure e) {
    return TemporalFailures.isType(e, FailureTypes.REFUSED) ? "REFUSED" : "ABORTED";
  }

  @Override
  public void callOff(CallOff order) {
    run.orders().callOff(order.reason());
  }

  @Override
  public Receipt approve(Approval approval) {
    return run.orders().desk().approve(approval);
  }

  @Override
  public void validateApprove(Approval approval) {
    run.orders().desk().validate(approval);
  }

  @Override
  public Receipt abort(RunOrder order) {
    return run.orders().abort(order);
  }

  @Override
  public void validateAbort(RunOrder order) {
    run.orders().validateAbort(order);
  }

  @Override
  public Receipt pause(RunOrder order) {
    return run.orders().hold().pause(order);
  }

  @Override
  public void validatePause(RunOrder order) {
    run.orders().validatePause(order);
  }

  @Override
  public Receipt resume(RunOrder order) {
    return run.orders().hold().resume(order);
  }

  @Override
  public void validateResume(RunOrder order) {
    order.require();
  }

  @Override
  public FailoverStatus status() {
    return run.status();
  }
}
