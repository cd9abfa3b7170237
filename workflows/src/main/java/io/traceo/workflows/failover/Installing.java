package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.BackupActivities.InstallRequest;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealRequest;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Attended;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FailoverPlan.Restoring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What comes before the promotion of a restored server: everybody else in reach is cut off with the
 * new epoch, and the server becomes the region's member. All of it is undone on an abort.
 */
record Installing(GroupLink group, FailoverPlan plan, UndoList undo, StepRunner steps) {
  /** A server is stopped, another started, and folders are renamed; nothing is copied. */
  static final Budget BUDGET = new Budget(Duration.ofMinutes(5), ExpiryAction.ABORT);

  private static Restoring restoring(FailoverPlan plan) {
    return Objects.requireNonNull(plan.restoring(), "a restored server");
  }

  /** The restored server of a plan. */
  static RestoredServer server(FailoverPlan plan) {
    FailoverRequest.Restored server = restoring(plan).server();
    return new RestoredServer(plan.group(), server.region(), server.restoreId());
  }

  /** All of them: none may take writes, or confirm them, beside the new leader. */
  void sealOthers() {
    List<String> others = restoring(plan).others();
    if (others.isEmpty()) {
      return;
    }
    Budget budget = group.definition().failover().promote();
    steps.run("seal-others", budget, () -> sealed(others, budget));
  }

  private Receipt sealed(List<String> others, Budget budget) {
    List<Promise<SealedMember>> pending = new ArrayList<>();
    undo.add("UNSEAL", others);
    for (String region : others) {
      pending.add(
          Async.function(
              () ->
                  group
                      .activities()
                      .promote("cut " + region + " off")
                      .seal(
                          new SealRequest(plan.group(), region, plan.fromRegion(), plan.epoch()))));
    }
    // Less than the budget, so that the reason for giving up is the member, not the clock.
    Duration patience = budget.limit().multipliedBy(4).dividedBy(5);
    boolean unused =
        Waits.until(
            patience, "for every seal", () -> pending.stream().allMatch(Promise::isCompleted));
    for (int i = 0; i < others.size(); i++) {
      if (!pending.get(i).isCompleted()) {
        throw ApplicationFailure.newNonRetryableFailure(
            others.get(i)
                + " answers no more: it is neither cut off nor declared lost, and might go on",
            FailureTypes.REFUSED);
      }
      SealedMember unusedMember = pending.get(i).get();
    }
    return Receipt.done(String.join(", ", others) + " cut off");
  }

  void install() {
    String region = restoring(plan).server().region();
    undo.add("UNINSTALL", region);
    new Attended(steps)
        .run(
            "install",
            BUDGET,
            () -> {
              MemberState state =
                  FailoverActivities.install(region, "make the restored server the member")
                      .install(new InstallRequest(server(plan), plan.epoch()));
              return Receipt.done(
                  region + " stands at " + state.position() + ", timeline " + state.timeline());
            });
  }

  /** Nothing else than what was replayed and verified may be promoted. */
  static void checkReplayed(FailoverPlan plan, SealedMember found) {
    FailoverRequest.Restored server = restoring(plan).server();
    if (found.position() != server.position() || found.timeline() != server.timeline()) {
      throw ApplicationFailure.newNonRetryableFailure(
          found.region()
              + " is at "
              + found.position()
              + " on timeline "
              + found.timeline()
              + ", restored and verified was "
              + server.position()
              + " on timeline "
              + server.timeline(),
          FailureTypes.CONFLICT);
    }
  }
}
