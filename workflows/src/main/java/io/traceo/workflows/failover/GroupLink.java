package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.VerdictRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failover's tie to its group: by a grant that came with the start, or one that it asks for. A
 * dry run asks for none.
 *
 * @param token null in a dry run
 * @param copies the synchronous set that the group has recorded as in force
 * @param leaderReadOnly an observer's last view is that the leader answers in recovery
 */
record GroupLink(
    String group,
    Definition definition,
    String leader,
    long epoch,
    @Nullable String token,
    CopySet copies,
    boolean leaderReadOnly) {

  private static final Duration BUSY = Duration.ofMinutes(2);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  static GroupLink open(FailoverRequest request, Journal journal) {
    FailoverRequest.Authority authority = request.authority();
    if (authority != null
        && authority.token() != null
        && authority.definition() != null
        && authority.fromRegion() != null) {
      return new GroupLink(
          request.group(),
          authority.definition(),
          authority.fromRegion(),
          authority.epoch(),
          authority.token(),
          CopySet.orDeclared(
              authority.copies(), authority.definition().group(), authority.fromRegion()),
          authority.leaderReadOnly());
    }
    GroupActivities group = FailoverActivities.group("ask the group");
    Definition definition = group.define(new DefinitionRequest(request.group()));
    GroupStatus status = group.status(new StatusRequest(request.group()));
    if (request.modeOrDefault() == FailoverMode.UNPLANNED && !status.verdict().callsForFailover()) {
      throw refused(
          "an unplanned failover needs a dead leader; the observers say "
              + status.verdict()
              + ". For a living leader use mode SWITCHOVER");
    }
    String token = request.dryRun() ? null : acquire(request, status, journal);
    if (request.modeOrDefault() == FailoverMode.RESTORE) {
      // It may have waited for the grant: somebody may lead by now who did not before.
      status = group.status(new StatusRequest(request.group()));
    }
    return new GroupLink(
        request.group(),
        definition,
        status.leader(),
        status.epoch(),
        token,
        CopySet.orDeclared(status.copies(), definition.group(), status.leader()),
        VerdictRule.answersReadOnly(status.observations()));
  }

  FailoverActivities activities() {
    return new FailoverActivities(definition.failover());
  }

  private static String acquire(FailoverRequest request, GroupStatus status, Journal journal) {
    // A group without a leader tries again and again by itself: each of its refused runs holds the
    // grant for a moment.
    long patience = request.modeOrDefault() == FailoverMode.RESTORE ? BUSY.toMillis() : 0;
    long until = Workflow.currentTimeMillis() + patience;
    Grant.Answer answer = ask(request, status);
    while (!answer.granted() && Workflow.currentTimeMillis() < until) {
      Waits.pause(AGAIN, "until the group is free: " + answer.holder());
      answer = ask(request, status);
    }
    if (!answer.granted() || answer.token() == null) {
      throw refused(
          "group "
              + request.group()
              + (answer.holder() == null ? " gives no grant" : " is busy with " + answer.holder())
              + (answer.reason() == null ? "" : ": " + answer.reason()));
    }
    journal.note("grant " + answer.token());
    return answer.token();
  }

  private static Grant.Answer ask(FailoverRequest request, GroupStatus status) {
    WorkflowInfo info = Workflow.getInfo();
    FailoverRequest.Authority authority = request.authority();
    return FailoverActivities.group("ask for the grant")
        .acquire(
            new Grant.Request(
                request.group(),
                info.getWorkflowId() + "/" + info.getFirstExecutionRunId(),
                info.getWorkflowId(),
                info.getRunId(),
                kind(request.modeOrDefault()),
                status.leader(),
                List.of(),
                authority == null ? null : authority.lentBy()));
  }

  private static Grant.Kind kind(FailoverMode mode) {
    return switch (mode) {
      case UNPLANNED -> Grant.Kind.FAILOVER;
      case SWITCHOVER -> Grant.Kind.SWITCHOVER;
      case RESTORE -> Grant.Kind.RESTORE;
    };
  }

  /**
   * Whether this run is the one that operates on the group, as the group says now; a dry run always
   * is.
   *
   * @param status null when the group did not say
   */
  boolean holds(@Nullable GroupStatus status) {
    Grant holder = status == null ? null : status.grant();
    return token == null || (holder != null && token.equals(holder.token()));
  }

  /** Tells the group how far the run is; a group that is away hears it when it is back. */
  Promise<Receipt> tell(FailoverSummary summary) {
    if (token == null) {
      return Workflow.newPromise(Receipt.already("no grant"));
    }
    String held = token;
    return Async.function(
        () ->
            FailoverActivities.group("tell the group: " + summary.stage())
                .advance(new Grant.Release(group, held, summary)));
  }

  void release(FailoverSummary summary) {
    if (token != null) {
      FailoverActivities.group("give the grant back: " + summary.stage())
          .release(new Grant.Release(group, token, summary));
    }
  }

  private static ApplicationFailure refused(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.REFUSED);
  }
}
