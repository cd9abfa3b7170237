package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.CatchUp;
import io.traceo.workflows.activity.DatabaseActivities.CatchUpRequest;
import io.traceo.workflows.activity.DatabaseActivities.DrainRequest;
import io.traceo.workflows.activity.DatabaseActivities.FenceRequest;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.group.FailoverSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One failover's state and its steps up to the point of no return; the rest is Aftermath. */
final class FailoverRun {
  private static final Budget LOOK = new Budget(Duration.ofSeconds(8), ExpiryAction.ABORT);

  private final FailoverRequest request;
  private final Journal journal = new Journal();
  private final StepRunner steps = new StepRunner(journal);
  private final UndoList undo = new UndoList(journal);
  private final RunPage page;
  private final long startedAtMillis = Workflow.currentTimeMillis();

  private FailoverPhase phase = FailoverPhase.ADMIT;
  private @Nullable GroupLink group;
  private @Nullable FailoverActivities activities;
  private @Nullable FailoverPlan plan;
  private @Nullable Promise<Receipt> fence;
  private @Nullable SealedMember chosen;
  private @Nullable Promotion promotion;
  private List<SealedMember> sealed = List.of();
  private long drainedPosition;
  private boolean promotionAsked;
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
    if (!request.problems().isEmpty()) {
      throw refused(String.join("; ", request.problems()));
    }
    steps.run(
        "admit",
        LOOK,
        () -> {
          GroupLink link = GroupLink.open(request, journal);
          group = link;
          activities = new FailoverActivities(link.definition().failover());
          plan = makePlan(link);
          return Receipt.done("epoch " + plan.epoch());
        });
    page.describe(known(group).definition(), plan());
  }

  /** Takes over what an orphaned run left behind: its plan, its undo list, its chosen target. */
  void adopt(FailoverStatus left) {
    GroupLink link = GroupLink.open(request, journal);
    group = link;
    activities = new FailoverActivities(link.definition().failover());
    plan = left.plan();
    chosen = left.chosen();
    sealed = left.sealed();
    promotionAsked = left.promotionAsked();
    left.undo().forEach(u -> undo.add(u.kind(), u.region()));
    journal.note("goes on where an orphaned run stood at " + left.phase());
  }

  private FailoverPlan makePlan(GroupLink link) {
    String leader = link.leader();
    // The failed region is never waited for: an unplanned run asks the others only.
    List<String> asked =
        link.definition().group().members().stream()
            .filter(m -> mode() == FailoverMode.SWITCHOVER || !m.equals(leader))
            .toList();
    Promise<List<MemberState>> members =
        Async.function(
            () ->
                FailoverActivities.look("look at " + String.join(", ", asked))
                    .survey(new SurveyRequest(request.group(), asked))
                    .members());
    Route route =
        FailoverActivities.lookAtNames("look at the names")
            .readRoute(new RouteQuery(request.group()));
    return Admission.plan(request, link.definition(), leader, link.epoch(), members.get(), route);
  }

  /** Two timers beside the steps: they page and mark the objective missed, nothing more. */
  void watchObjectives() {
    FailoverRunbook runbook = known(group).definition().failover();
    pageUnlessResumed("decided to resumed", runbook.decidedToResumed().limit());
    pageUnlessResumed("from the fault to resumed", runbook.fromFault().limit());
  }

  private void pageUnlessResumed(String name, Duration limit) {
    Workflow.newTimer(limit)
        .thenApply(
            nothing -> {
              if (phase.compareTo(FailoverPhase.PROTECT) < 0) {
                journal.page(
                    "objective missed, " + name + ": " + limit.toSeconds() + " s are over");
              }
              return null;
            });
  }

  void drain() {
    enter(FailoverPhase.DRAIN);
    Budget budget = known(group).definition().failover().drain();
    undo.add("UNDRAIN", plan().fromRegion());
    steps.run(
        "drain",
        budget,
        () ->
            known(activities)
                .drain("stop new writes on " + plan().fromRegion())
                .drain(
                    new DrainRequest(
                        plan().group(),
                        plan().fromRegion(),
                        plan().epoch(),
                        budget.limit().multipliedBy(4).dividedBy(5))));
  }

  void catchUp() {
    enter(FailoverPhase.CATCH_UP);
    long limit = known(group).definition().failover().maxReadReplicaLagMs();
    CatchUp done =
        steps.run(
            "catch-up",
            known(group).definition().failover().catchUp(),
            () ->
                known(activities)
                    .catchUp("wait until every follower has replayed all")
                    .awaitCatchUp(
                        new CatchUpRequest(
                            plan().group(), plan().fromRegion(), plan().members().followers())));
    if (done != null && done.lagMs() > limit) {
      throw refused("read replicas are " + done.lagMs() + " ms behind, the limit is " + limit);
    }
    drainedPosition = done == null ? 0 : done.position();
  }

  void stopLeader() {
    enter(FailoverPhase.STOP_LEADER);
    undo.add("RESTART_LEADER", plan().fromRegion());
    steps.run(
        "stop-leader",
        known(group).definition().failover().fence(),
        () ->
            FailoverActivities.at(plan().fromRegion(), "stop " + plan().fromRegion() + " cleanly")
                .stopLeader(fenceRequest()));
  }

  /** Tried beside the other steps; what makes the switch safe holds without its answer. */
  void fenceBeside() {
    fence =
        Async.function(
            () ->
                FailoverActivities.at(
                        plan().fromRegion(), "fence " + plan().fromRegion() + ", never waited for")
                    .fence(fenceRequest()));
  }

  private FenceRequest fenceRequest() {
    return new FenceRequest(plan().group(), plan().fromRegion(), plan().epoch());
  }

  /** Seal, choose, arm, promote: one budget. The last of them is the point of no return. */
  void promote() {
    Budget budget = known(group).definition().failover().promote();
    promotion =
        steps.run(
            "promote",
            budget,
            () -> {
              sealAll();
              SealedMember target = choose();
              chosen = target;
              arm(target);
              enter(FailoverPhase.PROMOTE);
              promotionAsked = true;
              return known(activities)
                  .promote("promote " + target.region())
                  .promote(
                      new PromoteRequest(
                          plan().group(),
                          target.region(),
                          plan().epoch(),
                          target.timeline(),
                          target.position()));
            });
  }

  private void sealAll() {
    enter(FailoverPhase.SEAL);
    long started = Workflow.currentTimeMillis();
    List<Promise<SealedMember>> pending = new ArrayList<>();
    for (String region : plan().members().followers()) {
      undo.add("UNSEAL", region);
      pending.add(
          Async.function(
              () ->
                  known(activities)
                      .promote("cut " + region + " off and read its position")
                      .seal(new SealRequest(plan().group(), region, plan().epoch()))));
    }
    Sealing sealing = new Sealing(pending, plan().sealedNeeded(), sealPatience());
    sealed = sealing.await();
    steps.note(
        "promote.seal",
        Workflow.currentTimeMillis() - started,
        "DONE",
        sealed.size() + " of " + pending.size() + " sealed, " + plan().sealedNeeded() + " needed");
  }

  /** Less than promote's budget, so that the reason for giving up is the members, not the clock. */
  private Duration sealPatience() {
    return known(group).definition().failover().promote().limit().multipliedBy(3).dividedBy(5);
  }

  private SealedMember choose() {
    enter(FailoverPhase.CHOOSE);
    List<String> preference =
        plan().candidates().stream()
            .filter(FailoverPlan.Candidate::eligible)
            .map(FailoverPlan.Candidate::region)
            .toList();
    SealedMember best =
        CandidateChooser.choose(sealed, preference, plan().target())
            .orElseThrow(() -> refused("no sealed member may lead: " + sealed));
    String wanted = plan().target();
    if (wanted != null && !wanted.equals(best.region())) {
      throw refused(wanted + " is behind " + best.region() + " and may not lead now");
    }
    if (best.position() < drainedPosition) {
      throw refused(best.region() + " lacks what the drained leader had acknowledged");
    }
    steps.note(
        "promote.choose",
        0L,
        "DONE",
        best.region() + " at timeline " + best.timeline() + ", position " + best.position());
    return best;
  }

  private void arm(SealedMember target) {
    enter(FailoverPhase.ARM);
    long started = Workflow.currentTimeMillis();
    List<String> survivors =
        sealed.stream().map(SealedMember::region).filter(r -> !r.equals(target.region())).toList();
    Receipt receipt =
        known(activities)
            .promote("arm " + target.region() + ", " + survivors + " follow it")
            .arm(
                new ArmRequest(
                    plan().group(),
                    target.region(),
                    survivors,
                    Math.min(plan().members().quorum(), survivors.size()),
                    plan().epoch()));
    steps.note(
        "promote.arm", Workflow.currentTimeMillis() - started, receipt.outcome(), receipt.detail());
  }

  /** A promote that timed out may have happened: look at the same target before anything else. */
  boolean promotedAfterAll() {
    SealedMember target = chosen;
    if (!promotionAsked || target == null) {
      return false;
    }
    Workflow.newDetachedCancellationScope(
            () -> promotion = UnknownPromotion.resolve(plan(), target, journal))
        .run();
    return promotion != null;
  }

  /** Takes back what was changed, newest first; also when the run was cancelled. */
  void compensate() {
    journal.note("taking back what was changed");
    Workflow.newDetachedCancellationScope(() -> undo.takeBack(plan())).run();
    steps.note("compensate", null, "DONE", undo.summary());
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
    known(group).tell(summary("RESUMED", null)).get();
  }

  void protect() {
    aftermath().protect(fence);
  }

  private Aftermath aftermath() {
    return new Aftermath(
        known(activities),
        known(group).definition(),
        plan(),
        known(promotion),
        sealed,
        steps,
        journal);
  }

  private long chosenPosition() {
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
    if (promotion != null) {
      enter(FailoverPhase.DONE);
    }
    return new FailoverResult(outcome, reason, plan, summary, journal.lines());
  }

  private static String stageOf(String outcome) {
    return outcome.equals("DONE") ? "PROTECTED" : outcome;
  }

  private FailoverSummary summary(String stage, @Nullable String reason) {
    FailoverRequest.Authority authority = request.authority();
    return new FailoverSummary(
        Workflow.getInfo().getWorkflowId(),
        mode(),
        plan == null ? "" : plan.fromRegion(),
        promotion == null ? null : promotion.region(),
        plan == null ? 0 : (promotion == null ? undo.highestEpoch(plan) : plan.epoch()),
        stage,
        reason,
        authority == null ? null : authority.detectedAtMillis(),
        authority == null || authority.decidedAtMillis() == null
            ? startedAtMillis
            : authority.decidedAtMillis(),
        resumedAtMillis,
        steps.records());
  }

  FailoverStatus status() {
    return new FailoverStatus(
        phase,
        request.group(),
        mode(),
        plan == null ? null : plan.fromRegion(),
        promotion == null ? null : promotion.region(),
        plan == null ? 0 : plan.epoch(),
        startedAtMillis,
        plan,
        chosen,
        sealed,
        promotionAsked,
        steps.records(),
        undo.entries(),
        journal.lines());
  }

  private void enter(FailoverPhase next) {
    phase = next;
    page.show(next, plan, promotion, steps.records());
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
