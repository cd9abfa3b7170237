package io.traceo.workflows.drill;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.traceo.workflows.activity.FaultActivities.EnvironmentReport;
import io.traceo.workflows.activity.FaultActivities.FaultReceipt;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import io.traceo.workflows.ledger.LedgerAccount.Clients;
import io.traceo.workflows.restore.BackupRunbooks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the report out of what was measured. What wasn't measured is never counted as met. */
record ReportMaker(
    DrillRequest request,
    @Nullable Definition definition,
    @Nullable EnvironmentReport environment,
    @Nullable FaultReceipt receipt,
    @Nullable FailoverSummary failover,
    @Nullable LedgerAccount account,
    DrillFindings findings,
    String leader) {

  DrillReport make(
      String outcome,
      @Nullable String reason,
      String reportId,
      long startedAtMillis,
      List<StepRecord> steps,
      List<String> events) {
    Clocks clocks = clocks();
    List<Objective> objectives =
        definition == null || !List.of("MEASURED", "FAILED").contains(outcome)
            ? List.of()
            : objectives(clocks);
    List<String> unmet = objectives.stream().filter(o -> !o.met()).map(Objective::name).toList();
    String verdict = outcome;
    String why = reason;
    if (outcome.equals("MEASURED")) {
      verdict = unmet.isEmpty() ? "PASSED" : "FAILED";
      why = unmet.isEmpty() ? null : "not met: " + String.join(", ", unmet);
    }
    List<String> simulated = new ArrayList<>();
    if (definition != null) {
      simulated.addAll(definition.simulated());
    }
    if (environment != null) {
      environment.simulated().stream().filter(s -> !simulated.contains(s)).forEach(simulated::add);
    }
    WorkflowInfo info = Workflow.getInfo();
    return new DrillReport(
        DrillReport.SCHEMA,
        reportId,
        request.group(),
        verdict,
        why,
        request.modeOrDefault().name(),
        findings.fault,
        instant(startedAtMillis),
        instant(Workflow.currentTimeMillis()),
        info.getWorkflowId(),
        info.getRunId(),
        request.startedBy(),
        request.reason(),
        leader,
        failover == null ? null : failover.toRegion(),
        findings.epochBefore,
        findings.epochAfter,
        objectives,
        clocks,
        clients(),
        account,
        steps,
        receipt == null ? List.of() : receipt.clockOffsets(),
        simulated,
        environment == null ? List.of() : environment.versions(),
        environment == null ? null : environment.memoryPssMiB(),
        findings.notes,
        events,
        List.of(),
        zeroAtMillis());
  }

  private @Nullable Long zeroAtMillis() {
    if (receipt != null) {
      return receipt.injectedAtMillis();
    }
    return failover == null ? null : failover.decidedAtMillis();
  }

  private static String instant(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** Null when nobody took over: writes that stayed with the old leader measure nothing. */
  private @Nullable Clients clients() {
    return account == null || failover == null || failover.toRegion() == null
        ? null
        : account.clients();
  }

  private Clocks clocks() {
    Clients moved = clients();
    ClientTimes times = moved == null ? null : moved.reResolving();
    return new Clocks(
        sinceFault(failover == null ? null : failover.detectedAtMillis()),
        sinceFault(failover == null ? null : failover.decidedAtMillis()),
        times == null ? null : times.firstWriteMs(),
        times == null ? null : times.convergedMs());
  }

  private @Nullable Long sinceFault(@Nullable Long at) {
    return receipt == null || at == null ? null : at - receipt.injectedAtMillis();
  }

  private List<Objective> objectives(Clocks clocks) {
    List<Objective> all = new ArrayList<>();
    if (definition == null) {
      return all;
    }
    var promise = definition.group().objective();
    if (request.modeOrDefault() == DrillMode.UNPLANNED) {
      all.add(atMost("detection", clocks.detectedMs(), promise.detection().toMillis()));
      all.add(
          atMost(
              "recovery time",
              clocks.firstAcknowledgedWriteMs(),
              promise.recoveryTime().toMillis()));
    }
    BackupRunbooks backups = definition.backups();
    if (request.modeOrDefault() == DrillMode.COLD && backups != null) {
      all.addAll(ColdObjectives.of(backups, clocks.firstAcknowledgedWriteMs(), account));
    } else {
      all.add(atMost("decided to resumed", decidedToResumed(), promise.failover().toMillis()));
      all.add(none("acknowledged writes lost", account == null ? null : account.lost()));
    }
    all.add(
        none(
            "writes acknowledged by two leaders", account == null ? null : account.doubleLeader()));
    all.add(none("duplicates", account == null ? null : account.duplicates()));
    all.add(
        new Objective(
            "clients converged",
            "every kind",
            account == null ? "not measured" : converged() ? "every kind" : "not every kind",
            converged()));
    all.add(
        new Objective(
            "original order restored",
            leader + " leads",
            findings.restoredOrder ? leader + " leads" : "another region leads",
            findings.restoredOrder));
    return all;
  }

  private @Nullable Long decidedToResumed() {
    if (failover == null || failover.decidedAtMillis() == null) {
      return null;
    }
    Long resumed = failover.resumedAtMillis();
    return resumed == null ? null : resumed - failover.decidedAtMillis();
  }

  private boolean converged() {
    Clients moved = clients();
    return moved != null
        && moved.strictTtl().convergedMs() != null
        && moved.reResolving().convergedMs() != null
        && moved.multiHost().convergedMs() != null;
  }

  static Objective atMost(String name, @Nullable Long measured, long limit) {
    return new Objective(
        name,
        "<= " + limit + " ms",
        measured == null ? "not measured" : measured + " ms",
        measured != null && measured <= limit);
  }

  private static Objective none(String name, @Nullable Long measured) {
    return new Objective(
        name,
        "0",
        measured == null ? "not measured" : measured.toString(),
        measured != null && measured == 0);
  }
}
