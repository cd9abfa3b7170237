package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.ClusterActivities.WorkloadChange;
import io.traceo.workflows.activity.ClusterActivities.WorkloadState;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.StepRunner;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TemporalFailures;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The new leader's workload is made large enough, by a cluster that may be away. Clients write
 * already, so nothing else waits for it longer than resume's budget: copies are restored first, and
 * then the cluster has some minutes more.
 *
 * <p>A workload that knows a higher epoch than members and names do not is no newer failover: one
 * that is real seals members within its promote budget, and its number is found there. It is what a
 * database restored to an earlier day leaves behind, or a run that was taken back. So the database
 * and the names decide, twice with a pause between, and the workload keeps its own number: nobody's
 * epoch is lowered. Were this wrong all the same, a region that does not lead has more pods than it
 * needs; what keeps it from writing is the epoch of its database.
 */
record LeaderWorkload(
    Definition definition, FailoverPlan plan, String leader, StepRunner steps, Journal journal) {
  /** The step that tells how a late one ended. */
  private static final String LATE = "resume.workload";

  private static final String LATE_OUTCOME = "PAGED";
  private static final String SUPERSEDED = "SUPERSEDED";

  /** Longer than a newer failover takes from fencing a workload to sealing members. */
  private static final Duration SHOWS_ITSELF = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Tries beside {@code meanwhile}, and waits until resume is late; goes on trying after it.
   *
   * @param late completed when its budget has run out
   * @return what was done, in words
   */
  String within(Promise<Void> late, Runnable meanwhile) {
    long since = Workflow.currentTimeMillis();
    // A budget with FORCE ends the wait so.
    Promise<String> forced = CancellationScope.current().getCancellationRequest();
    Promise<Receipt> done = start();
    try {
      meanwhile.run();
      Workflow.await(() -> done.isCompleted() || late.isCompleted() || forced.isCompleted());
      return done.isCompleted() ? done.get().detail() : "the workload of " + leader + " is late";
    } finally {
      if (!done.isCompleted()) {
        late(since);
        Promise<Void> unused = done.handle((receipt, failure) -> ended(since, receipt, failure));
      }
    }
  }

  private void late(long since) {
    long took = Workflow.currentTimeMillis() - since;
    journal.page(
        "the workload of "
            + leader
            + " was not made large enough to lead within "
            + took
            + " ms, and clients write there already: look whether its Kubernetes API server answers"
            + " and takes the token, or scale its Deployment by hand; the run goes on with the"
            + " copies and keeps trying beside");
    steps.note(LATE, took, LATE_OUTCOME, "late; tried beside the rest");
  }

  private @Nullable Void ended(
      long since, @Nullable Receipt receipt, @Nullable RuntimeException failure) {
    long took = Workflow.currentTimeMillis() - since;
    if (receipt != null) {
      steps.note(LATE, took, receipt.outcome(), receipt.detail());
    } else if (failure != null) {
      // A newer failover, nothing else ends the tries.
      steps.note(LATE, took, SUPERSEDED, Journal.messageOf(failure));
    }
    return null;
  }

  /**
   * Once the copies are there, one that is late has some minutes more.
   *
   * @throws ApplicationFailure {@code StaleEpoch} when the late tries found a newer failover
   */
  void settle() {
    if (Waits.until(PATIENCE, "for the new leader's workload", () -> !last(LATE_OUTCOME))) {
      if (last(SUPERSEDED)) {
        throw stale("a newer failover was found when the workload was to be scaled");
      }
      return;
    }
    String problem = "its cluster did not take the order for " + PATIENCE.toMinutes() + " min";
    journal.page(
        "the workload of "
            + leader
            + " is not known to be large enough to lead: "
            + problem
            + ", and the run ends; scale its Deployment and raise the floor of its autoscaler by"
            + " hand");
    steps.note(LATE, null, "FAILED", problem);
  }

  private boolean last(String outcome) {
    return steps.records().stream()
        .filter(s -> s.name().equals(LATE))
        .reduce((earlier, later) -> later)
        .filter(s -> s.outcome().equals(outcome))
        .isPresent();
  }

  /** Nothing stops it but its end: clients write there, whatever becomes of this step or run. */
  private Promise<Receipt> start() {
    CompletablePromise<Promise<Receipt>> running = Workflow.newPromise();
    Workflow.newDetachedCancellationScope(
            () ->
                running.complete(
                    Async.function(
                        () -> new Tries(journal).until("workload of " + leader, this::raise))))
        .run();
    return running.get();
  }

  private Receipt raise() {
    Workloads workloads = new Workloads(definition);
    try {
      return workloads.raise(plan, leader).get();
    } catch (TemporalFailure e) {
      if (!TemporalFailures.isType(e, FailureTypes.STALE_EPOCH)) {
        throw e;
      }
      journal.page(
          Journal.messageOf(e)
              + ". Looking whether a newer failover is known to members and names");
    }
    requireNoNewer();
    Waits.pause(SHOWS_ITSELF, "whether a newer failover shows itself");
    requireNoNewer();
    return raiseAs(known(workloads));
  }

  private Receipt raiseAs(long epoch) {
    journal.note(
        "members and names know of no newer failover: the workload of "
            + leader
            + " is scaled under its own epoch "
            + epoch);
    WorkloadChange change = new WorkloadChange(plan.group(), leader, epoch);
    try {
      return FailoverActivities.cluster("scale the workload of " + leader + " under its own epoch")
          .scaleUp(change);
    } catch (TemporalFailure e) {
      if (TemporalFailures.isType(e, FailureTypes.STALE_EPOCH)) {
        throw new Tries.NotYet("its workload was changed under a still higher epoch meanwhile");
      }
      throw e;
    }
  }

  private long known(Workloads workloads) {
    return workloads.look(List.of(leader)).get().stream()
        .filter(WorkloadState::reachable)
        .mapToLong(WorkloadState::epoch)
        .findFirst()
        .orElseThrow(() -> new Tries.NotYet("its cluster does not answer any more"));
  }

  /** Ends the run when a member or the names know of a newer failover. */
  private void requireNoNewer() {
    List<MemberState> members =
        FailoverActivities.look("does a member know a newer epoch?")
            .survey(new SurveyRequest(plan.group(), definition.group().members()))
            .members();
    long names =
        FailoverActivities.lookAtNames("do the names know a newer epoch?")
            .readRoute(new RouteQuery(plan.group()))
            .epoch();
    long highest =
        LongStream.concat(
                LongStream.of(names),
                members.stream().filter(MemberState::reachable).mapToLong(MemberState::epoch))
            .max()
            .orElse(0);
    if (highest > plan.epoch()) {
      throw stale("members or names have epoch " + highest + ", this run has " + plan.epoch());
    }
    if (members.stream().noneMatch(m -> m.region().equals(leader) && leads(m))) {
      throw new Tries.NotYet("its database does not answer as the leader");
    }
  }

  private static ApplicationFailure stale(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.STALE_EPOCH);
  }

  private static boolean leads(MemberState member) {
    return member.reachable() && !member.standby();
  }
}
