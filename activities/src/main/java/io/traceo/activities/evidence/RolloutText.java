package io.traceo.activities.evidence;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.RolloutWords;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.capacity.RolloutRegion;
import java.util.List;

/** A report of a rollout of capacity as plain text. */
public final class RolloutText {
  private final PlainLines out = new PlainLines();
  private final TextParts parts = new TextParts(out);

  private RolloutText() {}

  /**
   * The text form. A report of an older program, with parts missing, is rendered as far as it goes.
   */
  public static String render(CapacityRolloutReport report, ShownNotes notes) {
    RolloutText text = new RolloutText();
    text.head(report);
    text.regions(report.regions());
    text.parts.lines("Gates", report.readings(), null);
    text.parts.steps(report.steps());
    text.parts.lines("Simulated", report.simulated(), "nothing");
    text.parts.lines("What happened", report.events(), null);
    text.parts.notes(List.of(), notes);
    return text.out.toString();
  }

  private void head(CapacityRolloutReport report) {
    out.line(0, "ROLLOUT OF CAPACITY %s", report.verdict());
    out.line(0, "%s", "=".repeat(78));
    if (report.reason() != null) {
      out.line(0, "%s", report.reason());
    }
    parts.fact("report", report.reportId());
    parts.fact("group", report.group());
    parts.run(report);
    parts.fact("force", report.forced() ? "fields of others might be taken over" : null);
  }

  private void regions(List<RolloutRegion> regions) {
    if (regions.isEmpty()) {
      return;
    }
    out.section("Regions, in the order of the rollout");
    for (RolloutRegion region : regions) {
      out.line(
          13,
          "  %-10s %s%s: %s replicas",
          region.batch() == 0 ? "no batch" : "batch " + region.batch(),
          region.region(),
          region.leads() ? " (leads)" : "",
          region.size());
      out.line(15, "             %s", RolloutWords.state(region));
      region.differences().forEach(d -> out.line(15, "             %s", d));
      region.drift().forEach(d -> out.line(15, "             %s", d));
    }
  }
}
