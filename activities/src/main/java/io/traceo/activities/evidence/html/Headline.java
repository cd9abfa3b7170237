package io.traceo.activities.evidence.html;

import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.ledger.LedgerAccount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verdict in one sentence or two, made of what was measured. */
final class Headline {
  private final DrillReport report;
  private final Timing timing;

  Headline(DrillReport report, Timing timing) {
    this.report = report;
    this.timing = timing;
  }

  String sentence() {
    return switch (report.verdict()) {
      case "PASSED" -> story() + " All " + report.objectives().size() + " objectives were met.";
      case "FAILED" -> failed();
      case "REFUSED" ->
          "The drill was not started and nothing was touched: "
              + Words.or(report.reason(), "no reason was given")
              + ".";
      case "PLANNED" -> "This is a plan only: nothing was changed.";
      default -> Words.or(report.reason(), "");
    };
  }

  private String failed() {
    List<String> missed =
        report.objectives().stream().filter(o -> !o.met()).map(Objective::name).toList();
    List<String> said = new ArrayList<>();
    if (!missed.isEmpty()) {
      said.add(
          missed.size()
              + " of "
              + Words.count(report.objectives().size(), "objective")
              + (missed.size() == 1 ? " was missed: " : " were missed: ")
              + String.join(", ", missed)
              + ".");
    }
    String reason = report.reason();
    if (reason != null && !reason.startsWith("not met: ")) {
      said.add("The drill did not get to its end: " + reason + ".");
    }
    if (report.toRegion() != null) {
      said.add(story());
    }
    return said.isEmpty() ? "The drill failed; no reason was recorded." : String.join(" ", said);
  }

  /** Who took over, how soon, and what was lost. */
  private String story() {
    String from = Words.or(report.fromRegion(), "the leader");
    String to = Words.or(report.toRegion(), "another region");
    Long again = report.clocks() == null ? null : report.clocks().firstAcknowledgedWriteMs();
    String fault = report.fault();
    String what =
        timing.planned()
            ? "The lead moved from " + from + " to " + to + " as planned"
            : from
                + " "
                + Explained.fault(fault == null ? "UNKNOWN" : fault)
                + " and "
                + to
                + " took over";
    return what + when(again) + ". " + loss();
  }

  private String when(@Nullable Long again) {
    if (again == null) {
      return "; when clients could write again was not measured";
    }
    return timing.planned()
        ? "; writes paused for " + Words.ms(again)
        : "; clients were writing again after " + Words.ms(again);
  }

  private String loss() {
    LedgerAccount ledger = report.ledger();
    if (ledger == null) {
      return "Whether writes were lost was not measured.";
    }
    return ledger.lost() == 0
        ? "No acknowledged write was lost."
        : Words.count(ledger.lost(), "acknowledged write")
            + (ledger.lost() == 1 ? " was lost." : " were lost.");
  }
}
