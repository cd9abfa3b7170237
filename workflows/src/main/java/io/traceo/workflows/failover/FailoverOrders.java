package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.ApprovalDesk;
import io.traceo.workflows.budget.Hold;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.contract.FailureTypes;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people and drills tell a failover while it runs: approve, pause, abort, call off. */
final class FailoverOrders {
  private final Journal journal;
  private final Supplier<FailoverPhase> phase;
  private final Supplier<Boolean> promotionAsked;
  private final ApprovalDesk desk;
  private final Hold hold;
  private @Nullable String calledOff;
  private @Nullable CancellationScope revocable;

  FailoverOrders(Journal journal, Supplier<FailoverPhase> phase, Supplier<Boolean> promotionAsked) {
    this.journal = journal;
    this.phase = phase;
    this.promotionAsked = promotionAsked;
    this.hold = new Hold(journal, "nobody is promoted");
    this.desk = new ApprovalDesk(journal, hold);
  }

  /** Where people approve. */
  ApprovalDesk desk() {
    return desk;
  }

  /** Whether somebody holds it before anybody is promoted. */
  Hold hold() {
    return hold;
  }

  /** The steps up to the promotion, which somebody may call off until it is asked for. */
  void unlessCalledOff(Runnable steps) {
    CancellationScope scope = Workflow.newCancellationScope(steps);
    revocable = scope;
    try {
      if (calledOff == null) {
        scope.run();
      }
    } catch (TemporalFailure e) {
      if (calledOff == null) {
        throw e;
      }
    }
    revocable = null;
    if (calledOff != null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "called off: " + calledOff, FailureTypes.ABORTED);
    }
  }

  void callOff(String reason) {
    if (tooLate()) {
      journal.note("called off too late, past the promotion: " + reason);
      return;
    }
    calledOff = reason;
    if (revocable != null) {
      revocable.cancel(reason);
    }
  }

  Receipt abort(RunOrder order) {
    callOff(order.by() + ": " + order.reason());
    return Receipt.done("it ends and takes back what it changed");
  }

  void validateAbort(RunOrder order) {
    order.require();
    if (tooLate()) {
      throw new IllegalArgumentException("past the promotion nothing is taken back any more");
    }
  }

  void validatePause(RunOrder order) {
    order.require();
    FailoverPhase now = phase.get();
    if (now != FailoverPhase.ADMIT && now != FailoverPhase.APPROVAL) {
      throw new IllegalArgumentException(
          "it is at " + now + ", where writes stand still for it: abort it, or let it finish");
    }
  }

  private boolean tooLate() {
    return promotionAsked.get() || phase.get().afterPointOfNoReturn();
  }
}
