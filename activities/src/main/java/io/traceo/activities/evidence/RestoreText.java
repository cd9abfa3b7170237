package io.traceo.activities.evidence;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.Amounts;
import io.traceo.activities.evidence.words.PlanFacts;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreReport.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report of a restore or restore test as plain text. */
public final class RestoreText {
  private final PlainLines out = new PlainLines();
  private final TextParts parts = new TextParts(out);

  private RestoreText() {}

  /**
   * The text form. A report of an older program, with parts missing, is rendered as far as it goes.
   */
  public static String render(RestoreReport report, ShownNotes notes) {
    RestoreText text = new RestoreText();
    text.head(report);
    text.parts.objectives(report.objectives());
    text.plan(report.plan());
    text.checks(report.checks());
    text.parts.steps(report.steps());
    text.parts.lines("Simulated", report.simulated(), "nothing");
    text.parts.lines("What happened", report.events(), null);
    text.parts.notes(List.of(), notes);
    return text.out.toString();
  }

  private void head(RestoreReport report) {
    boolean test = report.kind() == Kind.RESTORE_TEST;
    out.line(0, "%s %s%s", test ? "RESTORE TEST" : "RESTORE", report.verdict(), count(report));
    out.line(0, "%s", "=".repeat(78));
    if (report.reason() != null) {
      out.line(0, "%s", report.reason());
    }
    parts.fact("report", report.reportId());
    parts.fact("group", report.group());
    parts.fact("what", what(report));
    parts.fact("server", report.endpoint());
    parts.run(report);
    measured(report);
  }

  private static String count(RestoreReport report) {
    long failed = report.checks().stream().filter(c -> !c.ok()).count();
    long missed = report.objectives().stream().filter(o -> !o.met()).count();
    if (failed > 0) {
      return ": " + failed + " of " + report.checks().size() + " checks failed";
    }
    if (missed > 0) {
      return ": " + missed + " of " + report.objectives().size() + " objectives missed";
    }
    return report.verdict().equals("GREEN")
        ? ": all " + report.checks().size() + " checks passed"
        : "";
  }

  private static String what(RestoreReport report) {
    String where = report.region() == null ? "" : " in " + report.region();
    if (report.kind() == Kind.RESTORE_TEST) {
      return "the newest backup, restored to scratch" + where + " and thrown away";
    }
    return report.takeOver()
        ? "restored" + where + " to lead the group there"
        : "restored" + where + " beside the group";
  }

  private void measured(RestoreReport report) {
    Long took = report.recoveryTimeMs();
    parts.fact("recovery", took == null ? null : took + " ms from the start");
    Double point = report.recoveryPointSeconds();
    parts.fact("missing", point == null ? null : "commits of the last " + Amounts.seconds(point));
    if (report.databaseBytes() > 0) {
      parts.fact(
          "restored",
          Amounts.bytes(report.databaseBytes())
              + " of database files, "
              + Amounts.bytes(report.logBytes())
              + " of log");
    }
  }

  private void plan(@Nullable RestoreOutlook plan) {
    if (plan == null) {
      return;
    }
    out.section("Plan, as it was when the run began");
    PlanFacts.of(plan).forEach(f -> out.line(11, "  %-8s %s", f.name(), f.value()));
  }

  private void checks(List<Check> checks) {
    if (checks.isEmpty()) {
      return;
    }
    out.section("Checks of what was restored");
    for (Check check : checks) {
      out.line(
          9,
          "  %-6s %s%s",
          check.ok() ? "passed" : "FAILED",
          check.name(),
          check.detail() == null || check.detail().isBlank() ? "" : ": " + check.detail());
    }
  }
}
