package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Client;
import io.traceo.activities.evidence.html.Page.Count;
import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Objective;
import io.traceo.activities.evidence.html.RunParts.Facts;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.activity.FaultActivities.ClockOffset;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts a report into words for the page. What an older program did not record is left out. */
final class PageMaker {
  private final DrillReport report;
  private final ShownNotes notes;
  private final Timing timing;

  PageMaker(DrillReport report, ShownNotes notes) {
    this.report = report;
    this.notes = notes;
    this.timing = new Timing(report);
  }

  Page page() {
    LedgerAccount ledger = report.ledger();
    WriteData data =
        WriteData.of(
            ledger == null ? null : ledger.timeline(), report.fromRegion(), report.toRegion());
    String kind = timing.planned() ? "Planned switch" : "Outage drill";
    String group = Words.or(report.group(), "unknown");
    return new Page(
        kind + " of group " + group + ", " + Words.day(report.startedAt()),
        report.verdict(),
        tone(),
        kind + " of group " + group,
        new Headline(report, timing).sentence(),
        new RunParts(report).subtitle(),
        new Tiles(report, timing).all(),
        data == null ? null : new Drawings(data, timing).drawing(),
        noDrawing(),
        report.objectives().stream().map(PageMaker::objective).toList(),
        clients(),
        new StepRows(report, timing).groups(),
        counts(ledger),
        report.simulated(),
        report.versions(),
        report.clockOffsets().stream().map(PageMaker::offset).toList(),
        facts(),
        report.notes(),
        report.events(),
        Remarks.of(report.lessonsLearned(), notes),
        report.reportId());
  }

  private String tone() {
    return switch (report.verdict()) {
      case "PASSED" -> "good";
      case "FAILED" -> "bad";
      default -> "plain";
    };
  }

  private String noDrawing() {
    return switch (report.verdict()) {
      case "REFUSED", "PLANNED" -> "";
      default -> "There is no drawing: writes were not recorded over time in this drill.";
    };
  }

  private static Objective objective(DrillReport.Objective o) {
    return new Objective(
        o.name(),
        Explained.objective(o.name()),
        Words.limit(Words.or(o.limit(), "–")),
        Words.measured(Words.or(o.measured(), Words.NOT_MEASURED)),
        o.met());
  }

  private List<Client> clients() {
    LedgerAccount.Clients clients = report.clients();
    return clients == null
        ? List.of()
        : List.of(
            client("multiHost", clients.multiHost()),
            client("reResolving", clients.reResolving()),
            client("strictTtl", clients.strictTtl()));
  }

  private static Client client(String kind, @Nullable ClientTimes times) {
    Explained.Client known = Explained.client(kind);
    return new Client(
        known.name(),
        known.meaning(),
        Words.ms(times == null ? null : times.firstWriteMs()),
        Words.ms(times == null ? null : times.convergedMs()));
  }

  private static List<Count> counts(@Nullable LedgerAccount ledger) {
    if (ledger == null) {
      return List.of();
    }
    return List.of(
        count(
            "Acknowledged",
            ledger.acknowledged(),
            "the database told the client: it is safe",
            false),
        count("Lost", ledger.lost(), "acknowledged, and found on no leading copy", true),
        count(
            "Unknown",
            ledger.unknown(),
            "no answer came, as in an outage; "
                + ledger.unknownPresent()
                + " of them are there; never counted as lost",
            false),
        count("Duplicates", ledger.duplicates(), "found more than once", true),
        count(
            "Acknowledged by two leaders",
            ledger.doubleLeader(),
            "sent when the new leader led, acknowledged by the old one",
            true),
        count("Members read back", ledger.membersRead(), "every row, from each of them", false),
        count("Members lacking rows", ledger.membersMissingRows(), "that the leader has", true));
  }

  private static Count count(String name, long value, String meaning, boolean noneIsGood) {
    String tone = !noneIsGood ? "plain" : value == 0 ? "good" : "bad";
    return new Count(name, String.format(Locale.ROOT, "%,d", value), meaning, tone);
  }

  private static String offset(ClockOffset offset) {
    return String.format(
        Locale.ROOT,
        "%s %+.1f ms, to within %.1f ms",
        offset.clock(),
        offset.offsetMs(),
        offset.uncertaintyMs());
  }

  private List<Fact> facts() {
    String fault = report.fault();
    String to = report.toRegion();
    Long memory = report.memoryPssMiB();
    return new Facts()
        .add("Group", report.group())
        .add("Kind", timing.planned() ? "planned switch, no fault" : "unplanned outage")
        .add(
            "Fault",
            fault == null
                ? null
                : fault + ": " + report.fromRegion() + " " + Explained.fault(fault))
        .add("Leader", to == null ? report.fromRegion() : report.fromRegion() + " → " + to)
        .add(
            "Epoch",
            report.epochBefore()
                + " before, "
                + report.epochAfter()
                + " after; it rises with every change of leader")
        .add(report)
        .add("Memory", memory == null ? null : memory + " MiB, all Java processes together")
        .list();
  }
}
