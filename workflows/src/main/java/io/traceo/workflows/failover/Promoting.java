package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Seal, choose, arm, promote, and what is known of them on the way: an abort or another run goes on
 * from there.
 */
final class Promoting {
  private final UndoList undo;
  private final StepRunner steps;
  private final Consumer<FailoverPhase> enter;
  private List<SealedMember> sealed = List.of();
  private @Nullable Sealing sealing;
  private @Nullable SealedMember chosen;
  private @Nullable Promotion promotion;
  private boolean asked;

  Promoting(UndoList undo, StepRunner steps, Consumer<FailoverPhase> enter) {
    this.undo = undo;
    this.steps = steps;
    this.enter = enter;
  }

  /** Takes over what an orphaned run had sealed, chosen and asked. */
  void adopt(FailoverStatus left) {
    chosen = left.chosen();
    sealed = left.sealed();
    asked = left.promotionAsked();
  }

  /** Somebody else's promotion is the one that this run goes on from. */
  void adopt(FailoverPlan.Promoted before) {
    SealedMember leader = before.leader();
    chosen = leader;
    sealed = before.sealed();
    promotion = new Promotion(leader.region(), leader.timeline(), leader.position(), "ALREADY");
  }

  /** Who decides where the members that are sealed do not prove enough. */
  interface People {
    /** The plan with what has to be approved now that these are sealed. */
    FailoverPlan settle(FailoverPlan plan, List<SealedMember> sealed);

    /**
     * Comes back once they have approved; false when there is something else to approve by now, or
     * nothing any more.
     *
     * @param changed whether what is sealed is no longer what they are shown
     */
    boolean approve(
        FailoverPlan plan,
        SealedMember target,
        List<SealedMember> sealed,
        Supplier<Boolean> changed);
  }

  /**
   * All four under one budget. The last of them is the point of no return. Where people have to
   * approve they are shown who would lead and what may be lost, so that everybody in reach is
   * sealed first; the time that they take is not counted.
   *
   * @param atLeast position that a drained leader had acknowledged; 0 when nothing was drained
   */
  void promote(GroupLink group, FailoverPlan planned, long atLeast, People people) {
    Budget budget = group.definition().failover().promote();
    long started = Workflow.currentTimeMillis();
    if (!planned.approvals().isEmpty()) {
      FailoverPlan unused =
          steps.run("seal", budget, () -> sealAndChoose(group, planned, atLeast, people));
    } else if (promotedAtOnce(group, planned, atLeast, people)) {
      return;
    }
    long took = Workflow.currentTimeMillis() - started;
    enter.accept(FailoverPhase.APPROVAL);
    FailoverPlan plan = approved(planned, atLeast, people);
    promotion = steps.run("promote", rest(budget, took), () -> armAndAsk(group, plan));
  }

  /** False when only the seals have shown that people have to be asked. */
  private boolean promotedAtOnce(
      GroupLink group, FailoverPlan planned, long atLeast, People people) {
    try {
      promotion =
          steps.run(
              "promote",
              group.definition().failover().promote(),
              () -> {
                FailoverPlan plan = sealAndChoose(group, planned, atLeast, people);
                if (!plan.approvals().isEmpty()) {
                  throw ApplicationFailure.newNonRetryableFailure(
                      String.join("; ", plan.approvals()), FailureTypes.NEEDS_APPROVAL);
                }
                return armAndAsk(group, plan);
              });
      return true;
    } catch (TemporalFailure e) {
      if (TemporalFailures.isType(e, FailureTypes.NEEDS_APPROVAL)) {
        return false;
      }
      throw e;
    }
  }

  /** Asks until they have approved what is so, or nothing is left to be approved. */
  private FailoverPlan approved(FailoverPlan planned, long atLeast, People people) {
    FailoverPlan plan = people.settle(planned, sealed);
    Sealing all = known(sealing);
    while (!plan.approvals().isEmpty()) {
      List<SealedMember> shown = sealed;
      if (people.approve(plan, known(chosen), shown, () -> all.changedSince(shown))) {
        return plan;
      }
      sealed = all.now();
      plan = settle(planned, people);
      chosen = choose(plan, atLeast);
    }
    return plan;
  }

  /** What is sealed proves enough, or people are to be asked; else the run is refused. */
  private FailoverPlan settle(FailoverPlan planned, People people) {
    FailoverPlan plan = people.settle(planned, sealed);
    if (plan.shortfall() == null) {
      Prechecks.require(Prechecks.sealedEnough(sealed, SealRule.of(plan)));
    }
    return plan;
  }

  /** Arming has to have time at all, however long sealing took. */
  private static Budget rest(Budget budget, long tookMillis) {
    long all = budget.limit().toMillis();
    return new Budget(Duration.ofMillis(Math.max(all - tookMillis, all / 2)), budget.onExpiry());
  }

  private FailoverPlan sealAndChoose(
      GroupLink group, FailoverPlan planned, long atLeast, People people) {
    sealAll(group.activities(), planned, group.definition().failover().promote());
    FailoverPlan plan = settle(planned, people);
    chosen = choose(plan, atLeast);
    return plan;
  }

  private Promotion armAndAsk(GroupLink group, FailoverPlan plan) {
    SealedMember target = known(chosen);
    arm(
        group.activities(),
        plan,
        ArmedSet.of(group.definition().group(), plan, sealed, target.region()));
    return ask(group.activities(), plan, target);
  }

  /** The same of a restored server: it alone, and only as it was verified. */
  void promoteRestored(GroupLink group, FailoverPlan plan) {
    Budget budget = group.definition().failover().promote();
    FailoverActivities activities = group.activities();
    String region = Installing.server(plan).region();
    promotion =
        steps.run(
            "promote",
            budget,
            () -> {
              enter.accept(FailoverPhase.SEAL);
              SealedMember target =
                  activities
                      .promote("read the position of " + region)
                      .seal(new SealRequest(plan.group(), region, plan.fromRegion(), plan.epoch()));
              Installing.checkReplayed(plan, target);
              sealed = List.of(target);
              chosen = target;
              arm(activities, plan, ArmedSet.of(group.definition().group(), plan, sealed, region));
              return ask(activities, plan, target);
            });
  }

  private Promotion ask(FailoverActivities activities, FailoverPlan plan, SealedMember target) {
    enter.accept(FailoverPhase.PROMOTE);
    asked = true;
    undo.keep();
    return activities
        .promote("promote " + target.region())
        .promote(
            new PromoteRequest(
                plan.group(), target.region(), plan.epoch(), target.timeline(), target.position()));
  }

  private void sealAll(FailoverActivities activities, FailoverPlan plan, Budget budget) {
    enter.accept(FailoverPhase.SEAL);
    long started = Workflow.currentTimeMillis();
    List<Promise<SealedMember>> pending = new ArrayList<>();
    undo.add("UNSEAL", plan.toSeal());
    for (String region : plan.toSeal()) {
      pending.add(
          Async.function(
              () ->
                  activities
                      .promote("cut " + region + " off and read its position")
                      .seal(
                          new SealRequest(plan.group(), region, plan.fromRegion(), plan.epoch()))));
    }
    // Less than the budget, so that the reason for giving up is the members, not the clock.
    SealRule rule = SealRule.of(plan);
    Sealing all = new Sealing(pending, rule, budget.limit().multipliedBy(3).dividedBy(5));
    sealing = all;
    all.await();
    sealed = all.now();
    steps.note(
        "promote.seal",
        Workflow.currentTimeMillis() - started,
        "DONE",
        sealed.size()
            + " of "
            + pending.size()
            + " sealed, "
            + rule.needed()
            + " of the set "
            + plan.members().text()
            + ": "
            + positions());
  }

  private String positions() {
    return sealed.stream()
        .map(m -> m.region() + " at " + m.timeline() + "/" + m.position())
        .collect(Collectors.joining(", "));
  }

  private SealedMember choose(FailoverPlan plan, long atLeast) {
    enter.accept(FailoverPhase.CHOOSE);
    Prechecks.require(Prechecks.systemIdentifier(sealed));
    sealed.forEach(m -> Prechecks.require(Prechecks.epoch(m, plan.epoch())));
    List<String> preference =
        plan.candidates().stream()
            .filter(FailoverPlan.Candidate::eligible)
            .map(FailoverPlan.Candidate::region)
            .toList();
    SealedMember best =
        CandidateChooser.choose(sealed, preference, plan.target())
            .orElseThrow(() -> refused("no sealed member may lead: " + sealed));
    String wanted = plan.target();
    if (wanted != null && !wanted.equals(best.region())) {
      throw refused(wanted + " is behind " + best.region() + " and may not lead now");
    }
    Prechecks.require(Prechecks.timeline(best, sealed));
    Prechecks.require(Prechecks.position(best, sealed, atLeast));
    steps.note(
        "promote.choose",
        0L,
        "DONE",
        (best.region().equals(plan.fromRegion()) ? FailoverPlan.Back.IN_PLACE + ": " : "")
            + best.region()
            + " at timeline "
            + best.timeline()
            + ", position "
            + best.position());
    return best;
  }

  private void arm(FailoverActivities activities, FailoverPlan plan, ArmedSet set) {
    enter.accept(FailoverPhase.ARM);
    long started = Workflow.currentTimeMillis();
    String target = known(chosen).region();
    Receipt receipt =
        activities
            .promote("arm " + target + ", " + set.survivors() + " follow it")
            .arm(
                new ArmRequest(
                    plan.group(),
                    target,
                    set.survivors(),
                    set.returning(),
                    set.quorum(),
                    plan.epoch()));
    steps.note(
        "promote.arm", Workflow.currentTimeMillis() - started, receipt.outcome(), receipt.detail());
  }

  /** A promote that timed out may have happened: look at the same target before anything else. */
  boolean happenedAfterAll(FailoverPlan plan, Journal journal) {
    SealedMember target = chosen;
    if (!asked || target == null) {
      return false;
    }
    Workflow.newDetachedCancellationScope(
            () -> promotion = UnknownPromotion.resolve(plan, target, journal))
        .run();
    return promotion != null;
  }

  List<SealedMember> sealed() {
    return sealed;
  }

  /** What the new leader was armed with. */
  ArmedSet armed(ReplicationGroup group, FailoverPlan plan) {
    return ArmedSet.of(group, plan, sealed, known(chosen).region());
  }

  /** The member that is to lead; null before it was chosen. */
  @Nullable SealedMember chosen() {
    return chosen;
  }

  /** Whether a promotion may have happened. */
  boolean asked() {
    return asked;
  }

  /** Null while nobody is known to have been promoted. */
  @Nullable Promotion promotion() {
    return promotion;
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("nobody was sealed or chosen yet");
    }
    return value;
  }

  private static ApplicationFailure refused(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.REFUSED);
  }
}
