package io.traceo.workflows.failover;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities.CopiesRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.DatabaseActivities.RejoinRequest;
import io.traceo.workflows.activity.DatabaseActivities.Rejoined;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.activity.DatabaseActivities.VerifyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.ServingRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteChange;
import io.traceo.workflows.activity.RoutingActivities.RouteConfirmation;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps after the point of no return. None of them fails the run: a late one pages and goes on
 * trying. Only a higher epoch, somebody else's newer failover, ends them.
 */
record Aftermath(
    FailoverActivities activities,
    Definition definition,
    FailoverPlan plan,
    Promotion promotion,
    List<SealedMember> sealed,
    StepRunner steps,
    Journal journal) {
  /** What people took into the bargain when they approved with too few sealed. */
  void nameLoss() {
    Shortfall missing = plan.shortfall();
    if (missing != null) {
      String outcome = missing.loss() ? "POSSIBLE" : "NONE";
      steps.note("loss", null, outcome, missing.noted(plan.fromRegion()));
    }
  }

  /**
   * Points the names to the new leader and waits until every name server says so.
   *
   * @param asked called when the change was made, or could not be made at once
   */
  void route(Runnable asked) {
    insist("route", definition.failover().route(), () -> point(survivorsToo(), asked));
  }

  private Receipt point(List<String> readers, Runnable asked) {
    String leader = promotion.region();
    Route done;
    try {
      done =
          activities
              .route("point the names to " + leader)
              .route(new RouteChange(plan.group(), plan.epoch(), leader, readers));
    } finally {
      asked.run();
    }
    List<String> away = away();
    List<String> seen =
        activities
            .route("wait until every name server outside " + String.join(", ", away) + " says so")
            .confirmRoute(new RouteConfirmation(plan.group(), plan.epoch(), leader, readers, away))
            .servers();
    return new Receipt(
        done.outcome(), "write name to " + leader + ", seen at " + String.join(", ", seen));
  }

  /**
   * Regions whose name servers are not waited for: those that could not be sealed are as failed as
   * the one that is left.
   */
  private List<String> away() {
    return toRejoin();
  }

  void verify(long atLeast) {
    insist(
        "verify",
        definition.failover().verify(),
        () -> {
          Verification result =
              activities
                  .verify("is everything there that was acknowledged?")
                  .verify(
                      new VerifyRequest(
                          plan.group(),
                          promotion.region(),
                          plan.epoch(),
                          promotion.timeline(),
                          atLeast));
          if (!result.passed()) {
            throw new Tries.NotYet(
                result.checks().stream().filter(c -> !c.ok()).toList().toString());
          }
          return Receipt.done(result.checks().size() + " checks passed");
        });
  }

  void resume() {
    steps.run(
        "resume",
        definition.failover().resume(),
        late -> {
          StringBuilder served = new StringBuilder();
          String raised =
              workload().within(late, () -> served.append(attempt("resume", this::serve).detail()));
          return Receipt.done(served + "; " + raised);
        });
  }

  private Receipt serve() {
    return activities
        .resume("the service of " + promotion.region() + " takes writes")
        .awaitServing(new ServingRequest(plan.group(), promotion.region(), plan.epoch()));
  }

  private LeaderWorkload workload() {
    return new LeaderWorkload(definition, plan, promotion.region(), steps, journal);
  }

  /** Brings cleanly stopped members back before anything else: commits wait for them. */
  void comeBack(List<String> regions) {
    for (String region : regions) {
      long started = Workflow.currentTimeMillis();
      Rejoined back = attempt("return of " + region, () -> rejoin(region));
      steps.note(
          "return",
          Workflow.currentTimeMillis() - started,
          "DONE",
          region + " " + back.how() + ", confirms commits again");
    }
  }

  /**
   * Brings everybody back as a follower, each as soon as it can be, the old leader once it is
   * fenced; then restores the declared copies.
   */
  void protect(@Nullable Promise<Receipt> fence, RunCopies copies) {
    long started = Workflow.currentTimeMillis();
    List<Promise<String>> coming = new ArrayList<>();
    for (String region : toRejoin()) {
      boolean old = fence != null && region.equals(plan.fromRegion());
      coming.add(
          Async.function(
              () -> {
                if (old) {
                  awaitFence(fence);
                }
                Rejoined back = attempt("rejoin of " + region, () -> rejoin(region));
                return region + " " + back.how() + kept(back);
              }));
    }
    List<String> details = new ArrayList<>();
    for (Promise<String> back : coming) {
      details.add(back.get());
    }
    List<String> followers =
        definition.group().members().stream().filter(m -> !m.equals(promotion.region())).toList();
    copies.widen(definition.group(), promotion.region());
    attempt(
        "copies",
        () ->
            FailoverActivities.protect("wait until every copy streams again")
                .awaitCopies(
                    new CopiesRequest(
                        plan.group(),
                        promotion.region(),
                        followers,
                        definition.group().quorum(),
                        plan.epoch())));
    copies.declared(definition.group(), promotion.region());
    attempt("read names", () -> point(definition.group().members(), () -> {}));
    steps.note(
        "protect",
        Workflow.currentTimeMillis() - started,
        "DONE",
        String.join(", ", details) + "; " + followers.size() + " followers stream");
    workload().settle();
  }

  /** A fence that can't be made is paged; the rejoin looks at the old leader itself. */
  private void awaitFence(@Nullable Promise<Receipt> fence) {
    try {
      if (fence != null) {
        fence.get();
      }
    } catch (TemporalFailure e) {
      if (Tries.cancelled(e)) {
        throw e;
      }
      journal.page("fence of " + plan.fromRegion() + ": " + Journal.messageOf(e));
      steps.note("fence", null, "FAILED", Journal.messageOf(e));
    }
  }

  private Rejoined rejoin(String region) {
    return FailoverActivities.rebuild(region, "bring " + region + " back as a follower")
        .rejoin(new RejoinRequest(plan.group(), region, promotion.region(), plan.epoch()));
  }

  private static String kept(Rejoined back) {
    if (back.alone() != null) {
      return " (" + back.alone().text() + ")";
    }
    return back.keptFolder() == null
        ? ""
        : " (had " + back.divergedBytes() + " bytes alone, kept in " + back.keptFolder() + ")";
  }

  /** Every member that the new leader's survivors do not include. */
  private List<String> toRejoin() {
    List<String> in = survivorsToo();
    return definition.group().members().stream().filter(m -> !in.contains(m)).toList();
  }

  private List<String> survivorsToo() {
    List<String> all = new ArrayList<>(List.of(promotion.region()));
    for (SealedMember member : plan.members().following(sealed)) {
      if (!all.contains(member.region())) {
        all.add(member.region());
      }
    }
    return all;
  }

  private void insist(String name, Budget budget, Functions.Func<Receipt> work) {
    steps.run(name, budget, () -> attempt(name, work));
  }

  private <R> R attempt(String name, Functions.Func<R> work) {
    return new Tries(journal).until(name, work);
  }
}
