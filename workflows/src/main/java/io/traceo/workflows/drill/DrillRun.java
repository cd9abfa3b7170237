package io.traceo.workflows.drill;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.activity.FaultActivities.EnvironmentQuery;
import io.traceo.workflows.activity.FaultActivities.EnvironmentReport;
import io.traceo.workflows.activity.FaultActivities.FaultKind;
import io.traceo.workflows.activity.FaultActivities.FaultReceipt;
import io.traceo.workflows.activity.FaultActivities.FaultRequest;
import io.traceo.workflows.activity.FaultActivities.LiftRequest;
import io.traceo.workflows.activity.GroupActivities.AwaitFailover;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.DefinitionRequest;
import io.traceo.workflows.activity.GroupActivities.StatusRequest;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LedgerConverged;
import io.traceo.workflows.activity.LedgerActivities.LedgerQuery;
import io.traceo.workflows.activity.LedgerActivities.LedgerStart;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverWorkflow;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.ledger.LedgerAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One drill's state and steps. */
final class DrillRun {
  private static final Duration CONVERGE = Duration.ofSeconds(30);
  private static final Duration PROTECT = Duration.ofMinutes(3);

  private final DrillRequest request;
  private final Journal journal = new Journal();
  private final DrillFindings findings;
  private final List<StepRecord> steps = new ArrayList<>();
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private final String reportId;

  private DrillPhase phase = DrillPhase.ADMIT;
  private @Nullable Definition definition;
  private @Nullable EnvironmentReport environment;
  private @Nullable String token;
  private @Nullable String faultId;
  private @Nullable FaultReceipt receipt;
  private @Nullable FailoverSummary failover;
  private @Nullable String reportPath;
  private @Nullable DrillReport report;
  private List<String> plan = List.of();
  private String leader = "";
  private boolean ledgerRuns;
  private boolean lifted;
  private boolean restored;
  private @Nullable LedgerAccount account;

  DrillRun(DrillRequest request) {
    this.request = request;
    this.reportId = ReportIds.of(request.group(), startedAtMillis, Workflow.getInfo().getRunId());
    this.findings = new DrillFindings();
  }

  FailoverMode mode() {
    return request.modeOrDefault();
  }

  /** The record, the group's state, the plan, and the grant that lends itself to what follows. */
  void admit() {
    enter(DrillPhase.ADMIT);
    if (!request.problems().isEmpty()) {
      throw refused(String.join("; ", request.problems()));
    }
    Definition known =
        DrillActivities.group("read topology and runbooks")
            .define(new DefinitionRequest(request.group()));
    definition = known;
    environment =
        DrillActivities.fault("what is drilled here?")
            .describe(new EnvironmentQuery(request.group()));
    GroupStatus group =
        DrillActivities.group("ask the group").status(new StatusRequest(request.group()));
    leader = group.leader();
    findings.epochBefore = group.epoch();
    plan = DrillPlan.lines(request, known, group);
    List<String> refusals = DrillPlan.refusals(request, known, group);
    if (!refusals.isEmpty()) {
      throw refused(String.join("; ", refusals));
    }
    if (!request.dryRun()) {
      token = acquire();
    }
  }

  private String acquire() {
    WorkflowInfo info = Workflow.getInfo();
    Grant.Kind kind =
        mode() == FailoverMode.UNPLANNED ? Grant.Kind.FAILOVER : Grant.Kind.SWITCHOVER;
    Grant.Answer answer =
        DrillActivities.group("ask for the grant")
            .acquire(
                new Grant.Request(
                    request.group(),
                    info.getWorkflowId() + "/" + info.getFirstExecutionRunId(),
                    info.getWorkflowId(),
                    info.getRunId(),
                    Grant.Kind.DRILL,
                    leader,
                    List.of(
                        new Grant.Expectation(kind, leader),
                        new Grant.Expectation(Grant.Kind.SWITCHOVER, "*")),
                    null));
    String given = answer.token();
    if (!answer.granted() || given == null) {
      throw refused("group " + request.group() + " is busy with " + answer.holder());
    }
    return given;
  }

  void baseline() {
    enter(DrillPhase.BASELINE);
    DrillRunbook runbook = known(definition).drill();
    long started = Workflow.currentTimeMillis();
    ledgerRuns = true;
    DrillActivities.ledger("start the ledger")
        .start(new LedgerStart(reportId, request.group(), runbook.minimumAcknowledgedPerSecond()));
    Workflow.sleep(runbook.baseline());
    var seen = DrillActivities.ledger("is the load there?").progress(new LedgerQuery(reportId));
    if (seen.acknowledgedPerSecond() < runbook.minimumAcknowledgedPerSecond()) {
      findings.notes.add(
          "only " + Math.round(seen.acknowledgedPerSecond()) + " acknowledged writes a second");
    }
    step("baseline", started, Math.round(seen.acknowledgedPerSecond()) + " acknowledged a second");
  }

  void fault() {
    enter(DrillPhase.FAULT);
    DrillRunbook runbook = known(definition).drill();
    FaultKind kind = request.faultOr(runbook.fault());
    long started = Workflow.currentTimeMillis();
    // Recorded before it happens, so that it is lifted even if the answer never came.
    faultId = reportId;
    receipt =
        DrillActivities.fault(kind + " " + leader)
            .inject(new FaultRequest(reportId, leader, kind, runbook.deadMan()));
    findings.fault = kind.name();
    journal.note("fault: " + kind + " of " + leader);
    step("fault", started, kind + " of " + leader);
  }

  /** The group detects and fails over by itself; the drill only waits. */
  void awaitFailover() {
    enter(DrillPhase.FAILOVER);
    failover = awaitStage(false, known(definition).drill().patience());
    findings.take(failover, steps);
    if (failover.toRegion() == null) {
      throw refused("the failover ended " + failover.stage() + ": " + failover.reason());
    }
  }

  private FailoverSummary awaitStage(boolean protectedToo, Duration patience) {
    return Stubs.longRunning(
            io.traceo.workflows.activity.GroupActivities.class,
            io.traceo.workflows.contract.TaskQueues.CONTROL,
            patience.plusSeconds(30),
            Duration.ofSeconds(10),
            protectedToo ? "wait for whole copies" : "wait for the group's failover")
        .awaitFailover(
            new AwaitFailover(
                request.group(), findings.epochBefore, protectedToo, patience.toMillis()));
  }

  /** The planned drill: the same steps by a run of its own under the drill's grant. */
  void switchover() {
    enter(DrillPhase.FAILOVER);
    findings.fault = null;
    FailoverResult result = runSwitchover("failover", request.target(), "drill " + reportId);
    failover = known(result.summary());
    findings.take(known(failover), steps);
  }

  private FailoverResult runSwitchover(String name, @Nullable String target, String reason) {
    FailoverWorkflow child =
        Workflow.newChildWorkflowStub(
            FailoverWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.failover(reportId + "-" + name))
                .setWorkflowTaskTimeout(Duration.ofSeconds(2))
                // A switchover past its point of no return must outlive the drill.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("SWITCHOVER of " + request.group() + " for a drill")
                .build());
    FailoverResult result =
        child.run(
            new FailoverRequest(
                request.group(),
                FailoverMode.SWITCHOVER.name(),
                target,
                reason,
                "drill",
                false,
                new FailoverRequest.Authority(null, token, null, 0, null, null, null, null),
                Map.of()));
    if (!result.outcome().equals("DONE")) {
      throw refused("the switchover ended " + result.outcome() + ": " + result.reason());
    }
    return result;
  }

  /** Every kind of client has found the new leader, or the patience is over. */
  void converge() {
    enter(DrillPhase.CONVERGE);
    long started = Workflow.currentTimeMillis();
    try {
      DrillActivities.ledger("wait until every client has moved")
          .awaitConverged(
              new LedgerConverged(reportId, newLeader(), faultAtMillis(), CONVERGE.toMillis()));
      step("converge", started, "every client writes to " + newLeader());
    } catch (TemporalFailure e) {
      findings.notes.add("not every client converged: " + Journal.messageOf(e));
    }
    environment =
        DrillActivities.fault("memory in use").describe(new EnvironmentQuery(request.group()));
  }

  void lift() {
    enter(DrillPhase.LIFT);
    String id = faultId;
    if (id != null && !lifted) {
      long started = Workflow.currentTimeMillis();
      String how = DrillActivities.fault("lift the fault").lift(new LiftRequest(id)).detail();
      lifted = true;
      step("lift", started, how);
    }
  }

  void awaitProtected() {
    enter(DrillPhase.PROTECT);
    failover = awaitStage(true, PROTECT);
    findings.take(failover, steps);
  }

  /** Back to the original order. */
  void restore() {
    enter(DrillPhase.RESTORE);
    FailoverResult result = runSwitchover("restore", leader, "restore the order of " + reportId);
    findings.restored(known(result.summary()), steps);
    restored = true;
  }

  /** Writing ends; everything is read back from every member. */
  void measure() {
    enter(DrillPhase.MEASURE);
    long started = Workflow.currentTimeMillis();
    account =
        DrillActivities.ledger("read everything back")
            .account(
                new AccountRequest(
                    reportId,
                    receipt == null ? null : receipt.injectedAtNanos(),
                    leader,
                    newLeader()));
    ledgerRuns = false;
    step("measure", started, account.acknowledged() + " acknowledged writes looked for");
  }

  void failed(String reason) {
    findings.reason = reason;
    journal.page("drill of " + request.group() + ": " + reason);
  }

  /** Whatever happened before: fault lifted, order restored, ledger ended, report kept. */
  void cleanUp(String outcome) {
    if (!outcome.equals("MEASURED")) {
      quietly("lift the fault", this::lift);
      if (faultId != null) {
        quietly("wait for whole copies", this::awaitProtectedIfMoved);
      }
      if (!restored && findings.epochBefore > 0 && token != null) {
        quietly("restore the order", this::restoreIfMoved);
      }
      if (ledgerRuns) {
        quietly("account for the writes", this::measure);
      }
      if (ledgerRuns) {
        quietly(
            "stop the ledger",
            () -> DrillActivities.ledger("stop the ledger").stop(new LedgerQuery(reportId)));
      }
    }
    String held = token;
    if (held != null) {
      quietly(
          "give the grant back",
          () ->
              DrillActivities.group("give the grant back")
                  .release(new Grant.Release(request.group(), held, null)));
    }
    enter(DrillPhase.REPORT);
    report = report(outcome, findings.reason);
    quietly("keep the report", this::save);
    enter(DrillPhase.DONE);
  }

  private void awaitProtectedIfMoved() {
    if (!leader.equals(statusNow().leader()) || statusNow().grant() != null) {
      awaitProtected();
    }
  }

  private void restoreIfMoved() {
    if (!leader.equals(statusNow().leader())) {
      restore();
    }
  }

  private GroupStatus statusNow() {
    return DrillActivities.group("ask the group").status(new StatusRequest(request.group()));
  }

  private void save() {
    reportPath =
        Stubs.step(EvidenceActivities.class, Duration.ofSeconds(40), "keep the report")
            .save(known(report))
            .path();
  }

  private void quietly(String what, Runnable step) {
    try {
      step.run();
    } catch (TemporalFailure e) {
      journal.page(what + ": " + Journal.messageOf(e));
    }
  }

  DrillReport finished() {
    return known(report);
  }

  DrillReport report(String outcome, @Nullable String reason) {
    GroupStatus after = null;
    if (definition != null) {
      try {
        after = statusNow();
      } catch (TemporalFailure e) {
        journal.note("status after the drill: " + Journal.messageOf(e));
      }
    }
    findings.restoredOrder = after != null && after.leader().equals(leader);
    findings.epochAfter = after == null ? findings.epochBefore : after.epoch();
    findings.wellAgain = after != null && after.verdict() != Verdict.LEADER_DEAD;
    return new ReportMaker(
            request, definition, environment, receipt, failover, account, findings, leader)
        .make(outcome, reason, reportId, startedAtMillis, steps, journal.lines());
  }

  private String newLeader() {
    String to = failover == null ? null : failover.toRegion();
    return to == null ? leader : to;
  }

  private long faultAtMillis() {
    return receipt == null ? startedAtMillis : receipt.injectedAtMillis();
  }

  DrillStatus status() {
    return new DrillStatus(
        phase,
        request.group(),
        startedAtMillis,
        reportId,
        reportPath,
        plan,
        steps,
        journal.lines());
  }

  private void step(String name, long started, @Nullable String detail) {
    steps.add(new StepRecord(name, null, Workflow.currentTimeMillis() - started, "DONE", detail));
  }

  private void enter(DrillPhase next) {
    phase = next;
    DrillPage.show(request, next, leader, failover, steps, plan);
  }

  private static ApplicationFailure refused(String reason) {
    return ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.REFUSED);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a drill step ran before the ones it needs");
    }
    return value;
  }

  static SurveyRequest surveyOf(Definition definition) {
    return new SurveyRequest(definition.group().id(), definition.group().members());
  }

  static String instant(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
