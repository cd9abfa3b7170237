package io.traceo.workflows.group;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancelExternalWorkflowException;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.ApprovalRule;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.failover.FailoverWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dead leader and what the group does about it: the gates, then the failover. */
final class Incident {
  private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(10);

  private static final Duration SWITCHOVER_GRACE = Duration.ofSeconds(5);

  private static final List<Grant.Kind> ANSWERS = List.of(Grant.Kind.FAILOVER, Grant.Kind.RESTORE);
  private static final List<Grant.Kind> STOPS_LEADER =
      List.of(Grant.Kind.SWITCHOVER, Grant.Kind.RESTORE);

  private final Definition definition;
  private final GrantBook book;
  private final Journal journal;
  private final Gates gates;
  private long seenAtMillis;
  private @Nullable String held;
  private long triedAtMillis;
  private boolean triedWithLeader;

  Incident(Definition definition, GrantBook book, Gates gates, Journal journal) {
    this.definition = definition;
    this.book = book;
    this.gates = gates;
    this.journal = journal;
  }

  /**
   * What is known when the verdict calls for a failover.
   *
   * @param reported name of the incident that is open, null when none is
   */
  record Facts(
      String leader,
      long epoch,
      Verdict verdict,
      List<Observation> votes,
      long detectedAtMillis,
      @Nullable String reported,
      @Nullable FailoverSummary lastFailover,
      CopySet copies) {
    /** It was started again, and is one more that may lead. */
    boolean leaderReadOnly() {
      return VerdictRule.answersReadOnly(votes);
    }

    String reason() {
      return reported == null ? verdict.name() : "incident " + reported + ": " + verdict;
    }
  }

  /** The verdict no longer calls for a failover. */
  void over() {
    seenAtMillis = 0;
    held = null;
    triedAtMillis = 0;
    triedWithLeader = false;
  }

  /** Starts the failover when every gate is met; true when it did. */
  boolean act(Facts facts, String name) {
    long now = Workflow.currentTimeMillis();
    // A leader that has come back read-only since may be what was missing.
    boolean leaderIsNew = facts.leaderReadOnly() && !triedWithLeader;
    if (triedAtMillis != 0 && now - triedAtMillis < BEFORE_NEXT_TRY.toMillis() && !leaderIsNew) {
      return false;
    }
    Explanation.Gate gate = gates.first(facts.leader(), facts.votes(), now);
    if (gate != null) {
      hold(facts.verdict() + " of " + facts.leader() + ", not failed over: " + gate.why());
      return false;
    }
    endRollout();
    String approval = nobodyMayApprove(facts);
    if (approval != null && !mayAsk(facts, approval)) {
      return false;
    }
    String workflowId = WorkflowIds.failover(name);
    Grant grant = book.giveToFailover(failoverGrant(facts.leader(), workflowId));
    if (grant == null && approval == null) {
      // What will be refused takes nothing away from anybody.
      grant = preempt(facts, workflowId);
    }
    if (grant == null) {
      return false;
    }
    triedAtMillis = now;
    triedWithLeader = facts.leaderReadOnly();
    journal.note("decided: " + facts.verdict() + " of " + facts.leader() + ", " + workflowId);
    start(
        workflowId,
        new FailoverRequest(
            definition.group().id(),
            FailoverMode.UNPLANNED.name(),
            null,
            facts.reason(),
            "group",
            false,
            new FailoverRequest.Authority(
                grant.token(),
                null,
                facts.leader(),
                facts.epoch(),
                definition,
                null,
                facts.detectedAtMillis(),
                now,
                null,
                facts.copies(),
                facts.leaderReadOnly()),
            Map.of()));
    return true;
  }

  /**
   * A rollout of capacity never stands in the way of an answer to an outage, whoever gives it. What
   * it changed it takes back beside that, region by region, unless the answer has changed it since.
   */
  private void endRollout() {
    Grant holder = book.operating();
    if (holder != null && holder.kind() == Grant.Kind.CAPACITY) {
      journal.page("the leader is dead: " + holder.workflowId() + " ends and takes back");
      Async.procedure(() -> askToStop(holder.workflowId()));
      book.release(holder.token());
    }
  }

  /** Why the failover would be refused whoever approved it; null when it would not. */
  private @Nullable String nobodyMayApprove(Facts facts) {
    boolean none =
        definition.approvals() == null
            || ApprovalRule.blocked(definition.group(), facts.copies().quorum());
    return none
        ? ApprovalRule.unplanned(definition.group(), facts.copies(), facts.leaderReadOnly())
            .orElse(null)
        : null;
  }

  /** Pages, and lets one run an incident be refused, so that its plan stands in the history. */
  private boolean mayAsk(Facts facts, String approval) {
    Grant holder = book.operating();
    if (holder != null && holder.kind() == Grant.Kind.SWITCHOVER && !overdue()) {
      // It stopped the old leader itself.
      return false;
    }
    if (holder != null && holder.kind() == Grant.Kind.RESTORE) {
      // A person's answer to this very incident.
      return false;
    }
    hold(facts.verdict() + " of " + facts.leader() + ", not failed over: " + approval);
    return triedAtMillis == 0;
  }

  /** Starts a run that takes back or finishes what an orphaned one left behind. */
  void finishFor(FailoverStatus left, String leader, long epoch, String name) {
    String workflowId = WorkflowIds.failover(name);
    Grant grant = book.giveToFailover(failoverGrant(leader, workflowId));
    if (grant == null) {
      journal.page("an orphaned run can't be finished: the group is busy");
      return;
    }
    start(
        workflowId,
        new FailoverRequest(
            definition.group().id(),
            left.mode().name(),
            null,
            "the run before ended without giving its grant back",
            "group",
            false,
            new FailoverRequest.Authority(
                grant.token(), null, leader, epoch, definition, left, null, null),
            Map.of()));
  }

  /**
   * What stands in the way gives way: a run before its point of no return is cancelled and takes
   * back what it did; one that waits for the old leader after it is replaced at once.
   */
  private @Nullable Grant preempt(Facts facts, String workflowId) {
    Grant holder = book.operating();
    if (holder == null) {
      return null;
    }
    boolean afterPromotion = afterPromotion(holder, facts);
    if (!afterPromotion && ANSWERS.contains(holder.kind())) {
      // It is the answer to this very incident.
      return null;
    }
    if (book.announces(Grant.Kind.RESTORE, facts.leader())) {
      // A drill has destroyed the leader, and everybody who could follow it: its restore answers.
      return null;
    }
    if (holder.kind() == Grant.Kind.SWITCHOVER && !afterPromotion && !overdue()) {
      // A planned switch stops the old leader itself; a moment later the new one leads.
      return null;
    }
    if (hold("the leader is dead; asking " + holder.workflowId() + " to give way")) {
      // Beside the rest: an incident never waits for the answer of what it replaces.
      Async.procedure(() -> askToStop(holder.workflowId()));
    }
    boolean atOnce = holder.kind() == Grant.Kind.DRILL || holder.kind() == Grant.Kind.COPIES;
    if (!atOnce && !afterPromotion) {
      return null;
    }
    book.release(holder.token());
    Grant given = book.giveToFailover(failoverGrant(facts.leader(), workflowId));
    // What was released may have been lent by a drill that did not announce this either.
    return given != null ? given : preempt(facts, workflowId);
  }

  private static boolean afterPromotion(Grant holder, Facts facts) {
    FailoverSummary last = facts.lastFailover();
    return last != null
        && last.workflowId().equals(holder.workflowId())
        && facts.leader().equals(last.toRegion());
  }

  /** Whether a drill, or a planned switch that stops this leader, is under way. */
  boolean announced(Facts facts) {
    Grant holder = book.operating();
    return book.drill() != null
        || (holder != null
            && STOPS_LEADER.contains(holder.kind())
            && !afterPromotion(holder, facts));
  }

  private void askToStop(String workflowId) {
    try {
      Workflow.newUntypedExternalWorkflowStub(workflowId).cancel();
    } catch (CancelExternalWorkflowException e) {
      journal.note(workflowId + " is gone already");
    }
  }

  private boolean overdue() {
    long now = Workflow.currentTimeMillis();
    if (seenAtMillis == 0) {
      seenAtMillis = now;
    }
    return now - seenAtMillis >= SWITCHOVER_GRACE.toMillis();
  }

  private boolean hold(String reason) {
    if (reason.equals(held)) {
      return false;
    }
    held = reason;
    journal.page(reason);
    return true;
  }

  private Grant.Request failoverGrant(String leader, String workflowId) {
    return new Grant.Request(
        definition.group().id(),
        workflowId,
        workflowId,
        "",
        Grant.Kind.FAILOVER,
        leader,
        List.of(),
        null);
  }

  private static void start(String workflowId, FailoverRequest request) {
    FailoverWorkflow child =
        Workflow.newChildWorkflowStub(
            FailoverWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                // With the default the server ends the run when the group continues as new.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary(request.mode() + " of " + request.group())
                .build());
    Async.function(child::run, request);
    Workflow.getWorkflowExecution(child).get();
  }
}
