package io.traceo.workflows.copies;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.CopiesActivities;
import io.traceo.workflows.activity.CopiesActivities.CopiesChange;
import io.traceo.workflows.activity.CopiesActivities.CopiesChanged;
import io.traceo.workflows.activity.CopiesActivities.CopiesSeen;
import io.traceo.workflows.activity.CopiesActivities.CopiesWatch;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.ApprovalDesk;
import io.traceo.workflows.approval.ApprovalSettings;
import io.traceo.workflows.approval.ApprovalSubject;
import io.traceo.workflows.approval.StartedBy;
import io.traceo.workflows.budget.Hold;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run's state and its steps. */
final class CopiesRun {
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final Duration ATTEMPT = Duration.ofSeconds(20);

  private final CopiesRequest request;
  private final Journal journal = new Journal();
  private final ApprovalDesk desk = new ApprovalDesk(journal, new Hold(journal, "writes wait"));
  private CopySet copies;
  private boolean lowered;
  private @Nullable String aborted;

  CopiesRun(CopiesRequest request) {
    this.request = request;
    this.copies = request.recorded();
  }

  ApprovalDesk desk() {
    return desk;
  }

  /** Comes back once people have approved; writes wait meanwhile. */
  void ask() {
    journal.pager().learn(request.definition());
    ApprovalSettings given = request.definition().approvals();
    ApprovalSettings settings = given == null ? new ApprovalSettings(List.of(), false) : given;
    WorkflowInfo info = Workflow.getInfo();
    Receipt done =
        desk.await(
            new ApprovalSubject(
                info.getWorkflowId(),
                info.getFirstExecutionRunId(),
                "copies",
                request.group(),
                request.epoch(),
                null,
                List.of(),
                null,
                List.of(reason())),
            StartedBy.of(info, request.group(), null, null, settings),
            settings,
            request.definition().failover().approval(),
            this::gone);
    journal.note(done.detail());
  }

  private String reason() {
    return "commits of "
        + request.leader()
        + " wait: "
        + copies.text()
        + ", and too few of them answer. With an approval writes go on with whoever is left"
        + " (onLastCopy DEGRADE_WITH_APPROVAL): while nobody is, acknowledged writes exist only"
        + " once, on "
        + request.leader()
        + ", and are lost with it";
  }

  /** Why nobody has to approve any more; null while somebody has to. */
  private @Nullable String gone() {
    if (aborted != null) {
      return aborted;
    }
    Verdict verdict;
    try {
      verdict = group("what do the observers say now?").status(status(request.group())).verdict();
    } catch (TemporalFailure e) {
      return null;
    }
    return verdict == Verdict.QUORUM_LOST || verdict == Verdict.UNKNOWN
        ? null
        : "the observers say " + verdict + " of " + request.leader() + ": nothing was changed";
  }

  private static StatusRequest status(String group) {
    return new StatusRequest(group);
  }

  /**
   * The record first, then the leader: a failover that begins in between counts with the lower k.
   */
  void lower() {
    ReplicationGroup group = request.definition().group();
    List<String> followers =
        group.members().stream().filter(m -> !m.equals(request.leader())).toList();
    CopiesSeen seen =
        stub("who follows " + request.leader() + "?")
            .watch(
                new CopiesWatch(
                    request.group(),
                    request.leader(),
                    request.epoch(),
                    copies,
                    followers,
                    group.quorum(),
                    group.shrinkAfter(),
                    true));
    CopiesRule.Step step =
        CopiesRule.degraded(request.recorded(), seen, Workflow.currentTimeMillis());
    if (step.wanted().quorum() >= request.recorded().quorum()) {
      throw aborted("enough followers are back: " + step.wanted().members());
    }
    Receipt told =
        group("record: " + step.wanted().text())
            .advance(new Grant.Release(request.group(), request.token(), null, step.cover()));
    if (told.outcome().equals("ALREADY")) {
      throw aborted("somebody else operates on the group now: " + told.detail());
    }
    copies = step.cover();
    lowered = true;
    CopiesChanged done =
        stub(step.wanted().text() + " on " + request.leader())
            .change(
                new CopiesChange(
                    request.group(),
                    request.leader(),
                    request.epoch(),
                    seen.set(),
                    seen.quorum(),
                    step.wanted().members(),
                    step.wanted().quorum(),
                    false));
    journal.note("writes go on, " + request.leader() + " is " + done.detail());
  }

  /** Gives the grant back; the group raises k again once followers are back. */
  CopiesResult end(String outcome, @Nullable String reason) {
    if (reason != null) {
      journal.note(outcome + ": " + reason);
    }
    CopySet told = lowered ? copies : null;
    Workflow.newDetachedCancellationScope(
            () -> {
              Receipt unused =
                  group("give the grant back: " + outcome)
                      .release(new Grant.Release(request.group(), request.token(), null, told));
            })
        .run();
    journal.pager().settle();
    return new CopiesResult(outcome, reason, told, journal.lines());
  }

  Receipt abort(RunOrder order) {
    aborted = "aborted by " + order.by() + ": " + order.reason();
    return Receipt.done("it ends; writes wait until a copy is back");
  }

  CopiesStatus status() {
    return new CopiesStatus(
        request.group(),
        request.leader(),
        request.epoch(),
        copies,
        desk.awaiting(),
        journal.lines());
  }

  private static GroupActivities group(String summary) {
    return Stubs.step(GroupActivities.class, Duration.ofSeconds(8), summary);
  }

  private static CopiesActivities stub(String summary) {
    return Stubs.longRunning(CopiesActivities.class, TaskQueues.CONTROL, ATTEMPT, BEAT, summary);
  }

  private static ApplicationFailure aborted(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.ABORTED);
  }
}
