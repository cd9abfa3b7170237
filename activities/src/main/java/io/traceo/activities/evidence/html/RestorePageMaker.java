package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Objective;
import io.traceo.activities.evidence.html.RestorePage.Proof;
import io.traceo.activities.evidence.html.RunParts.Facts;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.PlanFacts;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.restore.RestoreReport;
import java.util.List;
import java.util.Locale;

/** Puts a report of a restore into words for the page. What was not recorded is left out. */
final class RestorePageMaker {
  private final RestoreReport report;
  private final ShownNotes notes;
  private final RestoreHeadline headline;

  RestorePageMaker(RestoreReport report, ShownNotes notes) {
    this.report = report;
    this.notes = notes;
    this.headline = new RestoreHeadline(report);
  }

  RestorePage page() {
    String heading = headline.what() + " of group " + Words.or(report.group(), "unknown");
    return new RestorePage(
        heading + ", " + Words.day(report.startedAt()),
        report.verdict(),
        tone(),
        heading,
        headline.sentence(),
        new RunParts(report).subtitle(),
        new RestoreTiles(report).all(),
        report.objectives().stream().map(RestorePageMaker::objective).toList(),
        plan(),
        report.checks().stream().map(RestorePageMaker::proof).toList(),
        new RunParts(report).steps(RestoreWords::step),
        report.simulated(),
        facts(),
        report.events(),
        Remarks.of(List.of(), notes),
        report.reportId());
  }

  private String tone() {
    return switch (report.verdict()) {
      case "GREEN", "DONE" -> "good";
      case "RED", "FAILED" -> "bad";
      default -> "plain";
    };
  }

  private static Objective objective(io.traceo.workflows.drill.DrillReport.Objective promised) {
    return new Objective(
        promised.name(),
        RestoreWords.objective(promised.name()),
        Words.limit(Words.or(promised.limit(), "–")),
        Words.measured(Words.or(promised.measured(), Words.NOT_MEASURED)),
        promised.met());
  }

  private List<Fact> plan() {
    RestoreOutlook plan = report.plan();
    return plan == null
        ? List.of()
        : PlanFacts.of(plan).stream().map(f -> new Fact(capital(f.name()), f.value())).toList();
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static Proof proof(Check check) {
    return new Proof(check.name(), Words.or(check.detail(), ""), check.ok());
  }

  private List<Fact> facts() {
    return new Facts()
        .add("Group", report.group())
        .add("Kind", RestoreWords.kind(report))
        .add("Region", report.region())
        .add("Server", report.endpoint())
        .add(report)
        .list();
  }
}
