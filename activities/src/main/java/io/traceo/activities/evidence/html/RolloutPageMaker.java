package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Fact;
import io.traceo.activities.evidence.html.RolloutPage.Row;
import io.traceo.activities.evidence.html.RunParts.Facts;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.RolloutWords;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.capacity.RolloutRegion;
import io.traceo.workflows.capacity.RolloutRegion.State;
import java.util.ArrayList;
import java.util.List;

/** Puts a report of a rollout into words for the page. What was not recorded is left out. */
final class RolloutPageMaker {
  private final CapacityRolloutReport report;
  private final ShownNotes notes;

  RolloutPageMaker(CapacityRolloutReport report, ShownNotes notes) {
    this.report = report;
    this.notes = notes;
  }

  RolloutPage page() {
    String heading = "Rollout of capacity, group " + Words.or(report.group(), "unknown");
    return new RolloutPage(
        heading + ", " + Words.day(report.startedAt()),
        report.verdict().replace('_', ' '),
        tone(),
        heading,
        sentence(),
        new RunParts(report).subtitle(),
        report.regions().stream().map(RolloutPageMaker::row).toList(),
        report.readings(),
        new RunParts(report).steps(step -> null),
        report.simulated(),
        facts(),
        report.events(),
        Remarks.of(List.of(), notes),
        report.reportId());
  }

  private String tone() {
    return switch (report.verdict()) {
      case "DONE" -> "good";
      case "ROLLED_BACK", "FAILED" -> "bad";
      default -> "plain";
    };
  }

  private String sentence() {
    String reason = Words.or(report.reason(), "no reason was recorded");
    return switch (report.verdict()) {
      case "DONE" ->
          count(State.PROVEN) == 0
              ? "Every region was as it is to be already."
              : Words.count(count(State.PROVEN), "region")
                  + " changed, and each stayed well before the next began.";
      case "ROLLED_BACK" -> "Every region that was touched has been taken back: " + reason + ".";
      case "FAILED" ->
          Words.count(count(State.STUCK), "region") + " could not be taken back: " + reason + ".";
      case "REFUSED" -> "Nothing was changed: " + reason + ".";
      case "PLANNED" -> "This is a plan only: nothing was changed.";
      default -> reason;
    };
  }

  private long count(State state) {
    return report.regions().stream().filter(r -> r.state() == state).count();
  }

  private static Row row(RolloutRegion region) {
    List<String> changes = new ArrayList<>(region.differences());
    changes.addAll(region.drift());
    return new Row(
        region.batch() == 0 ? "–" : Integer.toString(region.batch()),
        region.region() + (region.leads() ? ", leads" : ""),
        region.size().toString(),
        changes,
        RolloutWords.state(region),
        switch (region.state()) {
          case PROVEN, ALREADY -> "good";
          case STUCK -> "bad";
          default -> "plain";
        });
  }

  private List<Fact> facts() {
    return new Facts()
        .add("Group", report.group())
        .add("Epoch", Long.toString(report.epoch()))
        .add("Force", report.forced() ? "fields of others might be taken over" : "no")
        .add(report)
        .list();
  }
}
