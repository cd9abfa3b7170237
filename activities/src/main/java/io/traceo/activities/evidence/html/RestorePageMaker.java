package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.Page.Objective;
import io.traceo.activities.evidence.html.Page.Step;
import io.traceo.activities.evidence.html.Page.StepGroup;
import io.traceo.activities.evidence.html.RestorePage.Proof;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.PlanFacts;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.restore.RestoreReport;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts a report of a restore into words for the page. What was not recorded is left out. */
final class RestorePageMaker {
  private final RestoreReport report;
  private final ShownNotes notes;
  private final RestoreHeadline headline;
  private final @Nullable Long zero;

  RestorePageMaker(RestoreReport report, ShownNotes notes) {
    this.report = report;
    this.notes = notes;
    this.headline = new RestoreHeadline(report);
    this.zero = millis(report.startedAt());
  }

  RestorePage page() {
    String heading = headline.what() + " of group " + Words.or(report.group(), "unknown");
    return new RestorePage(
        heading + ", " + Words.day(report.startedAt()),
        report.verdict(),
        tone(),
        heading,
        headline.sentence(),
        subtitle(),
        new RestoreTiles(report).all(),
        report.objectives().stream().map(RestorePageMaker::objective).toList(),
        plan(),
        report.checks().stream().map(RestorePageMaker::proof).toList(),
        steps(),
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

  private String subtitle() {
    String by = report.startedBy();
    String why = report.why();
    return Words.moment(report.startedAt())
        + (by == null ? "" : ", started by " + by)
        + (why == null ? "" : ": " + why);
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

  private List<StepGroup> steps() {
    List<Step> rows = report.steps().stream().map(this::row).toList();
    return rows.isEmpty() ? List.of() : List.of(new StepGroup("From the start of the run", rows));
  }

  private Step row(StepRecord step) {
    Long at = step.startedAtMillis();
    Long began = zero == null || at == null ? null : Long.valueOf(at - zero);
    return StepRows.row(step, step.name(), RestoreWords.step(step.name()), began);
  }

  private static @Nullable Long millis(@Nullable String instant) {
    try {
      return instant == null ? null : Long.valueOf(Instant.parse(instant).toEpochMilli());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    fact(facts, "Group", report.group());
    fact(facts, "Kind", RestoreWords.kind(report));
    fact(facts, "Region", report.region());
    fact(facts, "Server", report.endpoint());
    fact(facts, "Started by", Words.or(report.startedBy(), "not recorded"));
    fact(facts, "Why", Words.or(report.why(), "no reason was given"));
    fact(facts, "Began", Words.moment(report.startedAt()));
    String ended = report.endedAt();
    fact(facts, "Ended", ended == null ? null : Words.moment(ended));
    fact(facts, "Workflow", report.workflowId());
    fact(facts, "Run", report.runId());
    fact(facts, "Report", report.reportId());
    return facts;
  }

  private static void fact(List<Fact> facts, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      facts.add(new Fact(name, value));
    }
  }
}
