package io.traceo.workflows.drill;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.FaultActivities.FaultReceipt;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.CallOff;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a reason to abort while the fault is in force: now and then during a step, and once
 * after it. Aborting lifts the fault at once. A failover that has not promoted yet is called off
 * and takes back what it changed; one that has goes on to its end.
 */
final class DrillGuard {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration OURS = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DrillRun run;
  private final Definition definition;
  private final long epochBefore;
  private final Journal journal;
  private boolean blind;
  private String calledOff = "";

  DrillGuard(DrillRun run, Definition definition, long epochBefore, Journal journal) {
    this.run = run;
    this.definition = definition;
    this.epochBefore = epochBefore;
    this.journal = journal;
  }

  /**
   * Does this step of the drill.
   *
   * @throws ApplicationFailure {@code Aborted} with the reason, after the fault was lifted and the
   *     step has ended
   */
  void during(Functions.Proc step) {
    CompletablePromise<Promise<Void>> started = Workflow.newPromise();
    CancellationScope scope =
        Workflow.newCancellationScope(() -> started.complete(Async.procedure(step)));
    scope.run();
    Promise<Void> done = started.get();
    try {
      DrillAborts.Facts facts = watch(done);
      if (facts != null) {
        scope.cancel("the drill is aborted");
        throw abort(facts);
      }
    } finally {
      // What takes the drill back comes after the step, not beside it.
      Workflow.newDetachedCancellationScope(() -> Workflow.await(done::isCompleted)).run();
    }
    done.get();
  }

  /** What is a reason to abort; null when the step ended without one. */
  private DrillAborts.@Nullable Facts watch(Promise<Void> done) {
    while (true) {
      boolean over =
          Waits.until(EVERY, "before the next look for a reason to abort", done::isCompleted);
      if (over && done.getFailure() != null) {
        return null;
      }
      DrillAborts.Facts facts = look();
      if (facts != null && reason(facts) != null) {
        return facts;
      }
      if (over) {
        return null;
      }
    }
  }

  private @Nullable String reason(DrillAborts.Facts facts) {
    return DrillAborts.reason(
        facts, definition.group().objective(), definition.drill().abortFactor());
  }

  /** Null when nothing can be seen: that is no reason, and what comes after still measures. */
  private DrillAborts.@Nullable Facts look() {
    FaultReceipt fault = run.fault().receipt();
    if (fault == null) {
      return null;
    }
    try {
      DrillAborts.Facts facts =
          new DrillAborts.Facts(
              Workflow.currentTimeMillis(),
              fault.injectedAtMillis(),
              epochBefore,
              run.group().glance(),
              run.group().glanceAtNeighbours(),
              null);
      FailoverSummary promoted = facts.promoted();
      String leads = promoted == null ? null : promoted.toRegion();
      return leads == null
          ? facts
          : new DrillAborts.Facts(
              facts.nowMillis(),
              facts.faultAtMillis(),
              epochBefore,
              facts.group(),
              facts.neighbours(),
              run.ledger().losses(leads));
    } catch (TemporalFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      if (!blind) {
        blind = true;
        journal.note("no look at the abort conditions: " + Journal.messageOf(e));
      }
      return null;
    }
  }

  private ApplicationFailure abort(DrillAborts.Facts facts) {
    String reason = "aborted: " + reason(facts);
    journal.page(reason + "; the fault is lifted");
    boolean promoted = facts.promoted() != null;
    Async.procedure(() -> callOff(facts.failing(), reason));
    new DrillCleanUp(run, journal).quietly("lift the fault", run::lift);
    if (!promoted) {
      new DrillCleanUp(run, journal).quietly("call the failover off", () -> awaitQuiet(reason));
    }
    return ApplicationFailure.newNonRetryableFailure(
        reason
            + (promoted
                ? "; past the promotion the failover goes on to its end"
                : "; nobody was promoted: what was begun is taken back"),
        FailureTypes.ABORTED);
  }

  private void callOff(@Nullable Grant failing, String reason) {
    if (failing == null || failing.workflowId().equals(calledOff)) {
      return;
    }
    calledOff = failing.workflowId();
    try {
      Workflow.newUntypedExternalWorkflowStub(failing.workflowId())
          .signal("callOff", new CallOff("drill " + reason));
    } catch (TemporalFailure e) {
      journal.note(failing.workflowId() + " is gone already");
    }
  }

  /**
   * A failover that was decided just before the fault was lifted is called off too; one that comes
   * later is no longer the drill's doing but a leader that is really dead, and goes on.
   */
  private void awaitQuiet(String reason) {
    long lifted = Workflow.currentTimeMillis();
    long until = lifted + QUIET.toMillis();
    while (Workflow.currentTimeMillis() < until) {
      DrillAborts.Facts facts =
          new DrillAborts.Facts(0, 0, epochBefore, run.group().glance(), List.of(), null);
      Grant failing = facts.failing();
      boolean dead = facts.group().verdict().callsForFailover();
      if (facts.promoted() != null || (failing == null && !dead)) {
        return;
      }
      if (Workflow.currentTimeMillis() - lifted < OURS.toMillis()) {
        callOff(failing, reason);
      }
      Waits.pause(PAUSE, "until the group is quiet again");
    }
    journal.page("the group is not quiet yet after " + QUIET.toSeconds() + " s");
  }
}
