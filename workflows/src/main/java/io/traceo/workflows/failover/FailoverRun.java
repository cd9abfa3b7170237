package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities.FenceRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.RunMemo;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.group.FailoverSummary;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** One failover's state and its steps up to the point of no return; the rest is Aftermath. */
final class FailoverRun {
  private static final Budget LOOK = new Budget(Duration.ofSeconds(8), ExpiryAction.ABORT);

  /** It also waits for the grant, which the group's own tries may hold. */
  private static final Budget LOOK_AND_WAIT = new Budget(Duration.ofMinutes(3), ExpiryAction.ABORT);

  private final FailoverRequest request;
  private final Journal journal = new Journal();
  private final StepRunner steps = new StepRunner(journal);
  private final UndoList undo = new UndoList(journal, this::keep);
  private final Promoting promoting = new Promoting(undo, steps, this::enter);
  private final FailoverOrders orders =
      new FailoverOrders(journal, () -> this.phase, promoting::asked);
  private final RunCopies copies = new RunCopies(this::tellResumedAgain);
  private final RunPage page;
  private final long startedAtMillis = Workflow.currentTimeMillis();

  private FailoverPhase phase = FailoverPhase.ADMIT;
  private @Nullable GroupLink group;
  private @Nullable FailoverPlan plan;
  private @Nullable Promise<Receipt> fence;
  private @Nullable Promise<Void> returned;
  private @Nullable Promise<Receipt> workloadFence;
  private long drainedPosition;
  private boolean toldPromoted;
  private @Nullable Long resumedAtMillis;

  FailoverRun(FailoverRequest request) {
    this.request = request;
    this.page = new RunPage(request);
  }

  FailoverMode mode() {
    return request.modeOrDefault();
  }

  FailoverPlan plan() {
    return known(plan);
  }

  /** Grant, then the plan: residency, candidates, epoch, every refusal. */
  void admit() {
    enter(FailoverPhase.ADMIT);
    RunMemo.tell(request.startedBy(), request.reason());
    if (!request.problems().isEmpty()) {
      throw refused(String.join("; ", request.problems()));
    }
    steps.run(
        "admit",
        mode() == FailoverMode.RESTORE ? LOOK_AND_WAIT : LOOK,
        () -> {
          GroupLink link = GroupLink.open(request, journal);
          group = link;
          plan = Planning.of(request, link);
          return Receipt.done("epoch " + plan.epoch());
        });
    page.describe(known(group).definition(), plan());
    journal.pager().learn(known(group).definition(), request.dryRun());
    String forged = ApprovalGate.forged(request, known(group).definition());
    if (forged != null) {
      throw refused(forged);
    }
  }

  /** Takes over what an orphaned run left behind: its plan, its undo list, its chosen target. */
  void adopt(FailoverStatus left) {
    GroupLink link = GroupLink.open(request, journal);
    group = link;
    journal.pager().learn(link.definition());
    plan = left.plan();
    promoting.adopt(left);
    left.undo().forEach(u -> undo.add(u.kind(), u.region()));
    journal.note("goes on where an orphaned run stood at " + left.phase());
  }

  /** Whether a run that could not say so has promoted somebody: only the rest is left. */
  boolean promotedBefore() {
    FailoverPlan.Promoted before = plan().promoted();
    if (before != null) {
      promoting.adopt(before);
      journal.note(before.leader().region() + " was promoted before: going on from there");
    }
    return before != null;
  }

  /** They page and mark the objective missed, nothing more. */
  void watchObjectives() {
    new ObjectiveWatch(
            known(group).definition().failover(),
            request.authority(),
            () -> resumedAtMillis,
            journal)
        .start();
  }

  /** What people tell it while it runs. */
  FailoverOrders orders() {
    return orders;
  }

  /**
   * The user's own steps, and a pause. Where an unplanned run has waited for either, the leader may
   * be back.
   */
  void beforeAnythingChanges() {
    boolean waited = own().before();
    waited |= orders.hold().await();
    String back =
        waited && mode() == FailoverMode.UNPLANNED
            ? new LeaderAnswers(known(group), plan()).gone()
            : null;
    if (back != null) {
      throw ApplicationFailure.newNonRetryableFailure(back, FailureTypes.ABORTED);
    }
  }

  /** The user's own steps. */
  RunSteps own() {
    return new RunSteps(known(group), plan(), toRegion(), request, orders.desk(), steps, journal);
  }

  void drain() {
    enter(FailoverPhase.DRAIN);
    handover().drain();
  }

  void catchUp() {
    enter(FailoverPhase.CATCH_UP);
    drainedPosition = handover().catchUp();
  }

  void stopLeader() {
    enter(FailoverPhase.STOP_LEADER);
    // One byte into the stop's own record: who has that has received it all.
    long last = handover().stopLeader();
    drainedPosition = last == 0 ? drainedPosition : Math.max(drainedPosition, last + 1);
  }

  private Handover handover() {
    return new Handover(known(group), plan(), undo, steps);
  }

  /** Likewise for the old leader's workload, in a planned switch too. */
  void fenceWorkloadBeside() {
    if (plan().back() != null) {
      // Who leads, the old leader's region perhaps, is known only after the choice.
      return;
    }
    workloadFence = new Workloads(known(group).definition()).fenceBeside(plan(), undo);
  }

  /** Tried beside the other steps; what makes the switch safe holds without its answer. */
  void fenceBeside() {
    if (plan().back() != null) {
      // It may be the one to be promoted; sealed, it is cut off like the others.
      steps.note("fence", 0L, "ALREADY", plan().fromRegion() + " is read-only");
      return;
    }
    long started = Workflow.currentTimeMillis();
    fence =
        Async.function(
            () -> {
              Receipt done =
                  FailoverActivities.at(
                          plan().fromRegion(),
                          "fence " + plan().fromRegion() + ", never waited for")
                      .fence(new FenceRequest(plan().group(), plan().fromRegion(), plan().epoch()));
              long took = Workflow.currentTimeMillis() - started;
              steps.note("fence", took, done.outcome(), done.detail());
              return done;
            });
  }

  /** The old leader is stopped where it answers, everybody else cut off, the server installed. */
  void install() {
    FailoverPlan.Restoring restoring = plan().restoring();
    if (restoring != null && restoring.leaderAnswers()) {
      drain();
      stopLeader();
    } else {
      fenceBeside();
    }
    enter(FailoverPhase.INSTALL);
    journal.note(
        plan().target() + " leads alone until the copies are back: nobody confirms its commits");
    Installing installing = new Installing(known(group), plan(), undo, steps);
    installing.sealOthers();
    installing.install();
  }

  /** Seal, choose, arm, promote: one budget. The last of them is the point of no return. */
  void promote() {
    if (mode() == FailoverMode.RESTORE) {
      promoting.promoteRestored(known(group), plan());
    } else {
      Promoting.People people =
          new ApprovalGate(known(group), request, orders.desk(), steps, this::replan);
      promoting.promote(known(group), plan(), drainedPosition, people);
    }
  }

  private void replan(FailoverPlan settled) {
    if (!settled.equals(plan)) {
      plan = settled;
      keep();
    }
  }

  /** A promote that timed out may have happened: look at the same target before anything else. */
  boolean promotedAfterAll() {
    return promoting.happenedAfterAll(plan(), journal);
  }

  /** Takes back what was changed, newest first; also when the run was cancelled. */
  void compensate() {
    journal.note("taking back what was changed");
    Workflow.newDetachedCancellationScope(() -> undo.takeBack(plan())).run();
    steps.note("compensate", null, "DONE", undo.summary());
  }

  /** What is left to do once somebody was promoted. */
  OnlyForward forward() {
    return new OnlyForward(known(group), plan());
  }

  /** Brings back whom the new leader needs for its commits; the route beside it needs nobody. */
  void returnBeside() {
    aftermath().nameLoss();
    ArmedSet armed = promoting.armed(known(group).definition().group(), plan());
    copies.armed(armed);
    returned = Async.procedure(() -> aftermath().comeBack(armed.returning()));
  }

  /** The group hears of the new leader once the names were asked to move: clients come first. */
  void route() {
    enter(FailoverPhase.ROUTE);
    aftermath().route(this::tellPromoted);
  }

  private void tellPromoted() {
    if (!toldPromoted) {
      toldPromoted = true;
      known(group).tell(summary("PROMOTED", null));
    }
  }

  void verify() {
    // Nothing can be acknowledged before; the old leader's own budget is the objective's.
    known(returned).get();
    enter(FailoverPhase.VERIFY);
    aftermath().verify(chosenPosition());
  }

  void resume() {
    enter(FailoverPhase.RESUME);
    aftermath().resume();
  }

  void tellResumed() {
    enter(FailoverPhase.PROTECT);
    resumedAtMillis = Workflow.currentTimeMillis();
    tellResumedAgain();
  }

  private void tellResumedAgain() {
    Receipt unused = known(group).tell(summary("RESUMED", null)).get();
  }

  void protect() {
    aftermath().protect(fence, copies);
    if (!plan().fromRegion().equals(toRegion())) {
      new Workloads(known(group).definition()).settle(plan(), workloadFence, steps, journal);
    }
  }

  private Aftermath aftermath() {
    return new Aftermath(
        known(group).activities(),
        known(group).definition(),
        plan(),
        known(promoting.promotion()),
        promoting.sealed(),
        steps,
        journal);
  }

  private long chosenPosition() {
    SealedMember chosen = promoting.chosen();
    return chosen == null ? 0 : chosen.position();
  }

  FailoverResult end(String outcome, @Nullable String reason) {
    FailoverSummary summary = summary(stageOf(outcome), reason);
    if (reason != null) {
      journal.note(outcome + ": " + reason);
    }
    if (group != null && !outcome.equals("PLANNED")) {
      Workflow.newDetachedCancellationScope(() -> known(group).release(summary)).run();
    }
    if (promoting.promotion() != null) {
      enter(FailoverPhase.DONE);
    }
    journal.pager().settle();
    return new FailoverResult(outcome, reason, plan, summary, journal.lines());
  }

  private static String stageOf(String outcome) {
    return outcome.equals("DONE") ? "PROTECTED" : outcome;
  }

  private FailoverSummary summary(String stage, @Nullable String reason) {
    FailoverRequest.Authority authority = request.authority();
    String to = toRegion();
    return new FailoverSummary(
        Workflow.getInfo().getWorkflowId(),
        mode(),
        plan == null ? "" : plan.fromRegion(),
        to,
        plan == null ? 0 : (to == null ? undo.highestEpoch(plan) : plan.epoch()),
        stage,
        reason,
        authority == null ? null : authority.detectedAtMillis(),
        authority == null || authority.decidedAtMillis() == null
            ? startedAtMillis
            : authority.decidedAtMillis(),
        resumedAtMillis,
        steps.records(),
        copies.inForce());
  }

  private @Nullable String toRegion() {
    Promotion promotion = promoting.promotion();
    return promotion == null ? null : promotion.region();
  }

  FailoverStatus status() {
    return new FailoverStatus(
        phase,
        request.group(),
        mode(),
        plan == null ? null : plan.fromRegion(),
        toRegion(),
        plan == null ? 0 : plan.epoch(),
        startedAtMillis,
        plan,
        promoting.chosen(),
        promoting.sealed(),
        promoting.asked(),
        steps.records(),
        undo.entries(),
        journal.lines(),
        orders.desk().awaiting());
  }

  /** Who takes over reads it off the memo: a run that was terminated answers no query. */
  private void keep() {
    if (group != null && group.definition().approvals() != null) {
      Workflow.upsertMemo(Collections.singletonMap(FailoverStatus.LEFT, status().left()));
    }
  }

  private void enter(FailoverPhase next) {
    phase = next;
    page.show(next, plan, toRegion(), steps.records());
  }

  private static ApplicationFailure refused(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.REFUSED);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step ran before the ones it needs");
    }
    return value;
  }
}
