package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.CatchUp;
import io.traceo.workflows.activity.DatabaseActivities.CatchUpRequest;
import io.traceo.workflows.activity.DatabaseActivities.DrainRequest;
import io.traceo.workflows.activity.DatabaseActivities.FenceRequest;
import io.traceo.workflows.activity.DatabaseActivities.Stopped;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.StepRunner;

/** What a planned switch asks of the living leader before anybody is sealed. */
record Handover(GroupLink group, FailoverPlan plan, UndoList undo, StepRunner steps) {

  void drain() {
    Budget budget = runbook().drain();
    undo.add("UNDRAIN", plan.fromRegion());
    steps.run(
        "drain",
        budget,
        () ->
            group
                .activities()
                .drain("stop new writes on " + plan.fromRegion())
                .drain(
                    new DrainRequest(
                        plan.group(),
                        plan.fromRegion(),
                        plan.epoch(),
                        budget.limit().multipliedBy(4).dividedBy(5))));
  }

  /** The position that every follower has reached; 0 when the step was forced. */
  long catchUp() {
    long limit = runbook().maxReadReplicaLagMs();
    CatchUp done =
        steps.run(
            "catch-up",
            runbook().catchUp(),
            () ->
                group
                    .activities()
                    .catchUp("wait until every follower has replayed all")
                    .awaitCatchUp(
                        new CatchUpRequest(plan.group(), plan.fromRegion(), plan.members().all())));
    if (done != null) {
      Prechecks.require(Prechecks.lag(done.lagMs(), limit));
    }
    return done == null ? 0 : done.position();
  }

  /**
   * Where the last record of a clean stop begins; 0 when the step was forced. Only a follower that
   * is past it has everything.
   */
  long stopLeader() {
    undo.add("RESTART_LEADER", plan.fromRegion());
    Stopped stopped =
        steps.run(
            "stop-leader",
            runbook().fence(),
            () ->
                FailoverActivities.at(plan.fromRegion(), "stop " + plan.fromRegion() + " cleanly")
                    .stopLeader(new FenceRequest(plan.group(), plan.fromRegion(), plan.epoch())));
    return stopped == null ? 0 : stopped.position();
  }

  private FailoverRunbook runbook() {
    return group.definition().failover();
  }
}
