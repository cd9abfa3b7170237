package io.traceo.workflows.restore;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.RunQuery;
import io.traceo.workflows.activity.GroupActivities.RunState;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.failover.FailoverWorkflow;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.GroupStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The restored server becomes the leader: by a failover of its own, which outlives the restore. The
 * restore waits until writes are open; the copies come back after it.
 */
final class TakeOver {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final String group;
  private final String region;
  private final String workflowId;
  private final Journal journal;
  private @Nullable FailoverSummary summary;
  private boolean mayLead;

  TakeOver(String group, String region, String workflowId, Journal journal) {
    this.group = group;
    this.region = region;
    this.workflowId = workflowId;
    this.journal = journal;
  }

  /**
   * Comes back once writes are open.
   *
   * @throws TemporalFailure when they are not; {@link #mayLead} says whether the server has become
   *     the member's own
   */
  void run(FailoverRequest request) {
    FailoverWorkflow child =
        Workflow.newChildWorkflowStub(
            FailoverWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                // Past its point of no return it must outlive the restore.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary(request.mode() + " of " + group)
                .build());
    Promise<FailoverResult> running = Async.function(child::run, request);
    Workflow.getWorkflowExecution(child).get();
    mayLead = true;
    try {
      while (!Waits.until(EVERY, "until writes are open", running::isCompleted)) {
        FailoverSummary told = told();
        if (told != null && told.resumedAtMillis() != null) {
          summary = told;
          return;
        }
      }
      take(running.get());
    } catch (TemporalFailure e) {
      if (summary == null) {
        Workflow.newDetachedCancellationScope(this::settle).run();
      }
      if (!open()) {
        throw e;
      }
    }
  }

  private void take(FailoverResult result) {
    summary = result.summary();
    mayLead = summary == null || summary.toRegion() != null;
    if (!result.outcome().equals("DONE")) {
      throw Refusals.ended("the take-over ended " + result.outcome() + ": " + result.reason());
    }
  }

  private boolean open() {
    FailoverSummary known = summary;
    return mayLead && known != null && known.resumedAtMillis() != null;
  }

  /** What the group heard of this very run. */
  private @Nullable FailoverSummary told() {
    FailoverSummary last = status().lastFailover();
    return last != null && last.workflowId().equals(workflowId) ? last : null;
  }

  private GroupStatus status() {
    return BackupPlace.group("how far is the take-over?").status(new StatusRequest(group));
  }

  /** A run whose answer is missing: comes back only when it is certain whether it promoted. */
  private void settle() {
    long since = Workflow.currentTimeMillis();
    boolean paged = false;
    while (true) {
      if (settled()) {
        return;
      }
      if (!paged && Workflow.currentTimeMillis() - since > LONG.toMillis()) {
        paged = true;
        journal.page("it is not known whether " + workflowId + " promoted " + region);
      }
      Waits.pause(EVERY, "before looking at the take-over again");
    }
  }

  private boolean settled() {
    RunState run =
        BackupPlace.group("what came of " + workflowId + "?").describeRun(new RunQuery(workflowId));
    FailoverSummary told = told();
    if (told != null && told.toRegion() != null) {
      summary = told;
    }
    if (run.open()) {
      return open();
    }
    FailoverStatus left = run.failover();
    if ((left != null && left.toRegion() != null) || summary != null) {
      return true;
    }
    if (status().grant() != null) {
      // Whoever operates now may be taking back what that run left behind.
      return false;
    }
    boolean gaveUp = told != null || (left != null && !left.promotionAsked());
    if (gaveUp) {
      mayLead = false;
      return true;
    }
    MemberState target =
        Stubs.step(DatabaseActivities.class, LOOK, "does " + region + " lead?")
            .survey(new SurveyRequest(group, List.of(region)))
            .members()
            .get(0);
    mayLead = !target.standby();
    return target.reachable();
  }

  /** Whether the restored server is, or may be, the member's own by now: then it must stay. */
  boolean mayLead() {
    return mayLead;
  }

  /** Null while nothing is known of it. */
  @Nullable FailoverSummary summary() {
    return summary;
  }
}
