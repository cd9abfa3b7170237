package io.traceo.activities.evidence;

import io.traceo.workflows.activity.FaultActivities.ClockOffset;
import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as plain text that reads well in 100 columns. */
public final class ReportText {
  private final StringBuilder out = new StringBuilder();

  private ReportText() {}

  /** The text form. */
  public static String render(DrillReport report) {
    ReportText text = new ReportText();
    text.head(report);
    text.objectives(report.objectives());
    text.clocks(report.clocks(), report.clockOffsets());
    text.clients(report.clients());
    text.ledger(report.ledger());
    text.steps(report.steps());
    text.lines("Simulated", report.simulated(), "nothing");
    text.lines("Notes", report.notes(), null);
    text.lines("Versions", report.versions(), null);
    text.lines("What happened", report.events(), null);
    text.lines("Lessons learned", report.lessonsLearned(), null);
    return text.out.toString();
  }

  private void head(DrillReport report) {
    line("DRILL %s  group %s  %s", report.verdict(), report.group(), report.reportId());
    line("%s", "=".repeat(78));
    if (report.reason() != null) {
      line("%s", report.reason());
    }
    line(
        "%-18s %s%s",
        "what",
        report.mode(),
        report.fault() == null ? "" : ", " + report.fault() + " of " + report.fromRegion());
    line("%-18s %s -> %s, and back", "leader", report.fromRegion(), orDash(report.toRegion()));
    line("%-18s %d before, %d after", "epoch", report.epochBefore(), report.epochAfter());
    line("%-18s %s to %s", "time", report.startedAt(), orDash(report.endedAt()));
    line("%-18s %s, run %s", "workflow", report.workflowId(), report.runId());
    line(
        "%-18s %s%s",
        "started by", orDash(report.startedBy()), report.why() == null ? "" : ": " + report.why());
    if (report.memoryPssMiB() != null) {
      line(
          "%-18s %d MiB of all Java processes (PSS), in the fault phase",
          "memory", report.memoryPssMiB());
    }
  }

  private void objectives(List<Objective> objectives) {
    section("Objectives");
    for (Objective objective : objectives) {
      line(
          "  %-4s %-38s %-18s %s",
          objective.met() ? "ok" : "MISS",
          objective.name(),
          objective.limit(),
          objective.measured());
    }
  }

  private void clocks(Clocks clocks, List<ClockOffset> offsets) {
    section("Four clocks, after the fault");
    line("  %-52s %s", "detected: a quorum of observers", ms(clocks.detectedMs()));
    line("  %-52s %s", "decided: the group's workflow", ms(clocks.decidedMs()));
    line(
        "  %-52s %s",
        "first acknowledged write on the new leader", ms(clocks.firstAcknowledgedWriteMs()));
    line("  %-52s %s", "clients converged (re-resolving)", ms(clocks.clientsConvergedMs()));
    for (ClockOffset offset : offsets) {
      line(
          "  clock of %-43s %+.1f ms (±%.1f) to the injector's",
          offset.clock(), offset.offsetMs(), offset.uncertaintyMs());
    }
  }

  private void clients(LedgerAccount.@Nullable Clients clients) {
    if (clients == null) {
      return;
    }
    section("Clients, by kind");
    line("  %-38s %-14s %s", "", "first write", "converged");
    client("strict TTL cache of 5 s", clients.strictTtl());
    client("looks up again after an error", clients.reResolving());
    client("multi-host URL", clients.multiHost());
  }

  private void client(String name, ClientTimes times) {
    line("  %-38s %-14s %s", name, ms(times.firstWriteMs()), ms(times.convergedMs()));
  }

  private void ledger(@Nullable LedgerAccount ledger) {
    if (ledger == null) {
      return;
    }
    section("Ledger, kept by an independent client");
    line("  %-38s %d", "acknowledged", ledger.acknowledged());
    line("  %-38s %d", "lost", ledger.lost());
    line("  %-38s %d, of them present %d", "unknown", ledger.unknown(), ledger.unknownPresent());
    line("  %-38s %d", "duplicates", ledger.duplicates());
    line("  %-38s %d", "acknowledged by two leaders", ledger.doubleLeader());
    line(
        "  %-38s %d, %d of them lack rows",
        "members read back", ledger.membersRead(), ledger.membersMissingRows());
  }

  private void steps(List<StepRecord> steps) {
    section("Steps");
    for (StepRecord step : steps) {
      line(
          "  %-22s %9s %-12s %-8s %s",
          step.name(),
          step.tookMs() == null ? "-" : step.tookMs() + " ms",
          step.budgetMs() == null ? "" : "of " + step.budgetMs(),
          step.outcome(),
          step.detail() == null ? "" : step.detail());
    }
  }

  private void lines(String title, List<String> lines, @Nullable String none) {
    if (lines.isEmpty() && none == null) {
      return;
    }
    section(title);
    lines.forEach(l -> line("  %s", l));
    if (lines.isEmpty() && none != null) {
      line("  %s", none);
    }
  }

  private void section(String title) {
    out.append('\n').append(title).append('\n');
  }

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }

  private static String ms(@Nullable Long value) {
    return value == null ? "not measured" : value + " ms";
  }

  private static String orDash(@Nullable String value) {
    return value == null ? "-" : value;
  }
}
