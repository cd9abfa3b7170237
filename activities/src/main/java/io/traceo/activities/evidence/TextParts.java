package io.traceo.activities.evidence;

import io.traceo.activities.evidence.note.Note;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.RunReport;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of a report's text that all kinds of reports have. */
record TextParts(PlainLines out) {

  void fact(String name, @Nullable String value) {
    if (value != null) {
      out.line(13, "%-12s %s", name, value);
    }
  }

  /** When it ran, where its history is, who began it and why. */
  void run(RunReport report) {
    String ended = report.endedAt();
    fact("time", report.startedAt() + (ended == null ? "" : " to " + ended));
    String id = report.workflowId();
    fact("workflow", id == null ? null : id + ", run " + report.runId());
    fact("started by", report.startedBy());
    fact("why", report.why());
  }

  void objectives(List<Objective> objectives) {
    if (objectives.isEmpty()) {
      return;
    }
    out.section("Objectives");
    out.line(0, "  %-6s %-38s %-22s %s", "", "", "limit", "measured");
    for (Objective objective : objectives) {
      out.line(
          47,
          "  %-6s %-38s %-22s %s",
          objective.met() ? "met" : "MISSED",
          objective.name(),
          objective.limit(),
          objective.measured());
    }
  }

  void steps(List<StepRecord> steps) {
    if (steps.isEmpty()) {
      return;
    }
    out.section("Steps");
    out.line(0, "  %-22s %10s  %-12s %-8s", "", "took", "budget", "outcome");
    for (StepRecord step : steps) {
      out.line(
          58,
          "  %-22s %10s  %-12s %-8s %s",
          step.name(),
          step.tookMs() == null ? "-" : step.tookMs() + " ms",
          step.budgetMs() == null ? "-" : step.budgetMs() + " ms",
          step.outcome(),
          step.detail() == null ? "" : step.detail());
    }
  }

  void lines(String title, List<String> lines, @Nullable String none) {
    if (lines.isEmpty() && none == null) {
      return;
    }
    out.section(title);
    lines.forEach(l -> out.line(4, "  %s", l));
    if (lines.isEmpty() && none != null) {
      out.line(0, "  %s", none);
    }
  }

  /** What people learned: in the report itself, added to it, and open since before. */
  void notes(List<String> written, ShownNotes notes) {
    List<String> own = Stream.concat(written.stream(), remarks(notes.own()).stream()).toList();
    lines("Lessons learned", own, null);
    lines("Carried over from earlier reports", remarks(notes.carried()), null);
  }

  private static List<String> remarks(List<Note> notes) {
    return notes.stream()
        .map(
            n ->
                "note "
                    + n.id()
                    + ", "
                    + (n.open() ? "open" : "done by " + n.doneBy() + " at " + n.doneAt())
                    + ": "
                    + n.text()
                    + " ("
                    + n.by()
                    + ", "
                    + n.at()
                    + ")")
        .toList();
  }
}
