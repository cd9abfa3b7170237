package io.traceo.activities.evidence;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.activity.FaultActivities.ClockOffset;
import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report as plain text that reads well in {@value PlainLines#WIDTH} columns. */
public final class ReportText {
  private static final String NOT_MEASURED = "not measured";
  private final PlainLines out = new PlainLines();
  private final TextParts parts = new TextParts(out);

  private ReportText() {}

  /**
   * The text form. A report of an older program, with parts missing, is rendered as far as it goes.
   */
  public static String render(DrillReport report, ShownNotes notes) {
    ReportText text = new ReportText();
    text.head(report);
    text.parts.objectives(report.objectives());
    text.clocks(report.clocks());
    text.clients(report.clients());
    text.ledger(report.ledger());
    text.parts.steps(report.steps());
    text.parts.lines("Simulated", report.simulated(), "nothing");
    text.offsets(report.clockOffsets());
    text.parts.lines("Versions", report.versions(), null);
    text.parts.lines("Notes", report.notes(), null);
    text.parts.lines("What happened", report.events(), null);
    text.parts.notes(report.lessonsLearned(), notes);
    return text.out.toString();
  }

  private void head(DrillReport report) {
    long missed = report.objectives().stream().filter(o -> !o.met()).count();
    String count = "";
    if (missed > 0) {
      count = ": " + missed + " of " + report.objectives().size() + " objectives missed";
    } else if (report.verdict().equals("PASSED")) {
      // A drill may fail for another reason although all of them were met.
      count = ": all " + report.objectives().size() + " objectives met";
    }
    out.line(0, "DRILL %s%s", report.verdict(), count);
    out.line(0, "%s", "=".repeat(78));
    if (report.reason() != null) {
      out.line(0, "%s", report.reason());
    }
    parts.fact("report", report.reportId());
    parts.fact("group", report.group());
    parts.fact(
        "what",
        report.fault() == null
            ? report.mode()
            : report.mode() + ", " + report.fault() + " of " + report.fromRegion());
    parts.fact(
        "leader",
        report.toRegion() == null
            ? report.fromRegion()
            : report.fromRegion() + " -> " + report.toRegion());
    parts.fact("epoch", report.epochBefore() + " before, " + report.epochAfter() + " after");
    parts.run(report);
    if (report.memoryPssMiB() != null) {
      parts.fact(
          "memory", report.memoryPssMiB() + " MiB of all Java processes (PSS), in the fault phase");
    }
  }

  private void clocks(@Nullable Clocks clocks) {
    out.section("Four clocks, after the fault");
    clock("detected: a quorum of observers", clocks == null ? null : clocks.detectedMs());
    clock("decided: the group's workflow", clocks == null ? null : clocks.decidedMs());
    clock(
        "first acknowledged write on the new leader",
        clocks == null ? null : clocks.firstAcknowledgedWriteMs());
    clock("clients converged (re-resolving)", clocks == null ? null : clocks.clientsConvergedMs());
  }

  private void clock(String name, @Nullable Long value) {
    out.line(0, "  %-45s %s", name, ms(value));
  }

  private void clients(LedgerAccount.@Nullable Clients clients) {
    if (clients == null) {
      return;
    }
    out.section("Clients, by kind");
    out.line(0, "  %-45s %-14s %s", "", "first write", "converged");
    client("strict TTL cache of 5 s", clients.strictTtl());
    client("looks up again after an error", clients.reResolving());
    client("multi-host URL", clients.multiHost());
  }

  private void client(String name, @Nullable ClientTimes times) {
    out.line(
        0,
        "  %-45s %-14s %s",
        name,
        ms(times == null ? null : times.firstWriteMs()),
        ms(times == null ? null : times.convergedMs()));
  }

  private void ledger(@Nullable LedgerAccount ledger) {
    if (ledger == null) {
      return;
    }
    out.section("Ledger, kept by an independent client");
    count("acknowledged", ledger.acknowledged(), "");
    count("lost", ledger.lost(), "");
    count("unknown", ledger.unknown(), ", of them present " + ledger.unknownPresent());
    count("duplicates", ledger.duplicates(), "");
    count("acknowledged by two leaders", ledger.doubleLeader(), "");
    count(
        "members read back",
        ledger.membersRead(),
        ", of them lacking rows " + ledger.membersMissingRows());
  }

  private void count(String name, long value, String more) {
    out.line(0, "  %-45s %d%s", name, value, more);
  }

  private void offsets(List<ClockOffset> offsets) {
    if (offsets.isEmpty()) {
      return;
    }
    out.section("Clocks against the injector's");
    for (ClockOffset offset : offsets) {
      out.line(
          0,
          "  %-45s %+.1f ms, to within %.1f",
          offset.clock(),
          offset.offsetMs(),
          offset.uncertaintyMs());
    }
  }

  private static String ms(@Nullable Long value) {
    return value == null ? NOT_MEASURED : value + " ms";
  }
}
