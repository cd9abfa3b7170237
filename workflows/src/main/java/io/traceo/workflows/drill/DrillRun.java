package io.traceo.workflows.drill;

import static io.traceo.workflows.drill.DrilledGroup.refused;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.activity.FaultActivities.FaultKind;
import io.traceo.workflows.activity.FaultActivities.FaultReceipt;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.alert.AlertKind;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.budget.RunMemo;
import io.traceo.workflows.budget.Waits;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One drill's state and steps. */
final class DrillRun {
  private static final Duration CONVERGE = Duration.ofSeconds(30);
  private static final Duration PROTECT = Duration.ofMinutes(3);

  /** Every other member is seeded anew. */
  private static final Duration PROTECT_COLD = Duration.ofMinutes(15);

  private DrillRequest request;
  private final Journal journal = new Journal();
  private final DrillFindings findings = new DrillFindings();
  private final List<StepRecord> steps = new ArrayList<>();
  private final long startedAtMillis = Workflow.currentTimeMillis();
  private final String reportId;
  private final DrillPage page;
  private final DrilledGroup group;
  private final DrillFault fault;
  private final DrillLedger ledger;
  private final DrillRestore restore;
  private final DrillCold cold;

  private DrillPhase phase = DrillPhase.ADMIT;
  private @Nullable Definition definition;
  private @Nullable FailoverSummary failover;
  private @Nullable String reportPath;
  private @Nullable DrillReport report;
  private final List<String> plan = new ArrayList<>();
  private String leader = "";
  private boolean awaitedProtected;
  private @Nullable DrillSteps own;

  DrillRun(DrillRequest request) {
    this.request = request;
    // The original run's: a reset run has an id of its own, but replays this one's commands.
    String runId = Workflow.getInfo().getOriginalExecutionRunId();
    this.reportId = ReportIds.of(request.group(), startedAtMillis, runId);
    this.page = new DrillPage(request.group());
    this.group = new DrilledGroup(request.group());
    this.fault = new DrillFault(reportId);
    this.ledger = new DrillLedger(reportId);
    this.restore = new DrillRestore(group, reportId, findings);
    this.cold = new DrillCold(request.group(), reportId, journal);
  }

  /** Whether anything was touched: from here on a drill passes or fails, but is not refused. */
  boolean begun() {
    return phase != DrillPhase.ADMIT;
  }

  DrillMode mode() {
    return request.modeOrDefault();
  }

  DrilledGroup group() {
    return group;
  }

  DrillFault fault() {
    return fault;
  }

  DrillLedger ledger() {
    return ledger;
  }

  /** The record, the group's state, the plan, and the grant that lends itself to what follows. */
  void admit() {
    enter(DrillPhase.ADMIT);
    RunMemo.tell(request.startedBy(), request.reason());
    if (!request.problems().isEmpty()) {
      throw refused(String.join("; ", request.problems()));
    }
    Definition known = group.define();
    definition = known;
    page.describe(known);
    journal.pager().learn(known, request.dryRun());
    fault.describe(request.group(), "what is drilled here?");
    GroupStatus status = group.status();
    leader = status.leader();
    findings.epochBefore = status.epoch();
    String instead = DrillPlan.insteadOfOutage(request, known);
    if (instead != null) {
      request = request.with(DrillMode.SWITCHOVER);
      findings.notes.add(instead);
      plan.add(instead);
    }
    DrillSurvey seen = DrillSurvey.look(group, known);
    plan.addAll(DrillPlan.lines(request, known, status));
    plan.addAll(DrillTouches.lines(known, mode(), status, seen));
    page.keepPlan(plan);
    List<String> refusals = new ArrayList<>(DrillPlan.refusals(request, known, status));
    refusals.addAll(DrillPreconditions.unmet(known, mode(), status, seen));
    if (mode() == DrillMode.COLD) {
      refusals.addAll(cold.refusals(known));
    }
    if (!refusals.isEmpty()) {
      throw refused(String.join("; ", refusals));
    }
    if (!request.dryRun()) {
      group.acquire(mode(), leader);
    }
  }

  /** The user's own, before anything is touched. */
  void stepsBefore() {
    enter(DrillPhase.BASELINE);
    own = new DrillSteps(runbook(), request.group(), leader, findings.epochBefore, journal);
    own.before(steps);
  }

  void baseline() {
    enter(DrillPhase.BASELINE);
    DrillRunbook runbook = runbook();
    long started = Workflow.currentTimeMillis();
    ledger.start(request.group(), runbook.minimumAcknowledgedPerSecond());
    Waits.pause(runbook.baseline(), "load before the fault");
    LedgerProgress seen = ledger.progress();
    long perSecond = Math.round(seen.acknowledgedPerSecond());
    if (seen.acknowledgedPerSecond() < runbook.minimumAcknowledgedPerSecond()) {
      findings.notes.add("only " + perSecond + " acknowledged writes a second");
    }
    step("baseline", started, perSecond + " acknowledged a second");
  }

  void injectFault() {
    enter(DrillPhase.FAULT);
    FaultKind kind = request.faultOr(runbook().fault());
    long started = Workflow.currentTimeMillis();
    findings.fault = kind.name();
    fault.inject(kind, leader, runbook().deadMan());
    journal.note("fault: " + kind + " of " + leader);
    step("fault", started, kind + " of " + leader);
  }

  /** Ends a step early when there is a reason to abort the drill. */
  DrillGuard guard() {
    return new DrillGuard(this, known(definition), findings.epochBefore, journal);
  }

  /** The group detects and fails over by itself; the drill only waits. */
  void awaitFailover() {
    enter(DrillPhase.FAILOVER);
    FailoverSummary done = group.awaitResumed(findings.epochBefore, runbook().patience());
    take(done);
    if (done.toRegion() == null) {
      throw DrilledGroup.ended("the failover", done.stage(), done.reason());
    }
  }

  DrillCold cold() {
    return cold;
  }

  boolean nobodyLeads() {
    return cold.nobodyLeads(known(definition));
  }

  /** The cold drill: the newest backup is restored and takes over, under the drill's grant. */
  void recover() {
    enter(DrillPhase.FAILOVER);
    cold.bringBack(known(definition), group.token(), request.startedBy());
    findings.recovered(known(cold.report()), steps);
    take(group.awaitResumed(findings.epochBefore, runbook().patience()));
  }

  /** The planned drill: the same steps by a run of its own under the drill's grant. */
  void switchover() {
    enter(DrillPhase.FAILOVER);
    FailoverResult result =
        group.switchOver(reportId + "-failover", request.target(), "drill " + reportId);
    if (!result.outcome().equals("DONE")) {
      throw DrilledGroup.ended("the switchover", result.outcome(), result.reason());
    }
    take(known(result.summary()));
  }

  private void take(FailoverSummary summary) {
    failover = summary;
    findings.take(summary, steps);
  }

  /** Every kind of client has found the new leader, or the patience is over. */
  void converge() {
    enter(DrillPhase.CONVERGE);
    long started = Workflow.currentTimeMillis();
    FaultReceipt receipt = fault.receipt();
    long since = receipt == null ? startedAtMillis : receipt.injectedAtMillis();
    try {
      ledger.awaitConverged(newLeader(), since, CONVERGE);
      step("converge", started, "every client writes to " + newLeader());
    } catch (TemporalFailure e) {
      findings.notes.add("not every client converged: " + Journal.messageOf(e));
    }
    fault.describe(request.group(), "memory in use");
  }

  void lift() {
    enter(DrillPhase.LIFT);
    long started = Workflow.currentTimeMillis();
    String how = fault.lift();
    if (how != null) {
      step("lift", started, how);
    }
  }

  void awaitProtected() {
    enter(DrillPhase.PROTECT);
    take(
        group.awaitProtected(
            findings.epochBefore, mode() == DrillMode.COLD ? PROTECT_COLD : PROTECT));
    awaitedProtected = true;
  }

  /** Back to the original order. */
  void restore() {
    enter(DrillPhase.RESTORE);
    findings.restored(known(restore.to(leader).summary()), steps);
  }

  /** Whether the failover's own account is whole; a later one would be of the way back. */
  boolean awaitedProtected() {
    return awaitedProtected;
  }

  /** Whether the order may have to be restored, as far as this run knows. */
  boolean mayHaveMoved() {
    return !restore.over() && findings.epochBefore > 0 && group.granted();
  }

  /** Whether somebody else leads now. */
  boolean moved() {
    return !leader.equals(group.status().leader());
  }

  /** Writing ends; everything is read back from every member. */
  void measure() {
    enter(DrillPhase.MEASURE);
    long started = Workflow.currentTimeMillis();
    FaultReceipt receipt = fault.receipt();
    LedgerAccount account =
        ledger.account(
            receipt == null ? null : receipt.injectedAtNanos(),
            leader,
            newLeader(),
            failover == null ? null : failover.decidedAtMillis());
    step("measure", started, account.acknowledged() + " acknowledged writes looked for");
  }

  void failed(String reason) {
    findings.reason = reason;
    page(reason);
  }

  private void page(@Nullable String reason) {
    String line = "drill of " + request.group() + ": " + reason;
    journal.page(AlertKind.DRILL_FAILED, request.group(), line);
  }

  /** Whatever happened before: fault lifted, order restored, ledger ended, report kept. */
  void cleanUp(String outcome) {
    DrillCleanUp cleanUp = new DrillCleanUp(this, journal);
    if (!outcome.equals("MEASURED")) {
      cleanUp.takeBack();
    }
    cleanUp.quietly("give the grant back", group::release);
    if (own != null) {
      own.after(steps, newLeader());
    }
    enter(DrillPhase.REPORT);
    DrillReport made = report(outcome, findings.reason);
    report = made;
    if (made.verdict().equals("FAILED") && findings.reason == null) {
      page(made.reason());
    }
    cleanUp.quietly("keep the report", this::save);
    journal.pager().settle();
    enter(DrillPhase.DONE);
  }

  private void save() {
    reportPath =
        Stubs.step(EvidenceActivities.class, Duration.ofSeconds(40), "keep the report")
            .save(known(report))
            .path();
  }

  DrillReport finished() {
    return known(report);
  }

  DrillReport report(String outcome, @Nullable String reason) {
    GroupStatus after = null;
    if (definition != null) {
      try {
        after = group.status();
      } catch (TemporalFailure e) {
        journal.note("status after the drill: " + Journal.messageOf(e));
      }
    }
    findings.restoredOrder = after != null && after.leader().equals(leader);
    findings.epochAfter = after == null ? findings.epochBefore : after.epoch();
    return new ReportMaker(
            request,
            definition,
            fault.environment(),
            fault.receipt(),
            failover,
            ledger.account(),
            findings,
            leader)
        .make(outcome, reason, reportId, startedAtMillis, steps, journal.lines());
  }

  private String newLeader() {
    String to = failover == null ? null : failover.toRegion();
    return to == null ? leader : to;
  }

  private DrillRunbook runbook() {
    return known(definition).drill();
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
    long took = Workflow.currentTimeMillis() - started;
    steps.add(new StepRecord(name, null, took, "DONE", detail, started));
  }

  private void enter(DrillPhase next) {
    phase = next;
    page.show(next, leader, failover, steps, plan);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a drill step ran before the ones it needs");
    }
    return value;
  }
}
