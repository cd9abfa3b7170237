package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.activities.evidence.KeptReport;
import io.traceo.activities.evidence.ReportStore;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.contract.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The report of a run that was followed.
 *
 * @param what ran, for people, for example {@code restore}
 */
record ShownReport(Settings settings, PrintWriter out, boolean json, String what) {

  /** What the run returned; a stopped one returns nothing, but has kept its report. */
  <R extends RunReport> R of(Optional<JsonNode> result, RunWatcher watcher, Class<R> type)
      throws JsonProcessingException {
    return result.isPresent()
        ? Json.mapper().treeToValue(result.get(), type)
        : kept(watcher.reportId(), watcher.reportPath(), type);
  }

  private <R extends RunReport> R kept(
      @Nullable String reportId, @Nullable String path, Class<R> type) {
    String stopped = "the " + what + " was stopped; ";
    if (reportId == null) {
      throw new CliException(ExitCodes.FAILED, stopped + "it had not begun to write a report");
    }
    try {
      RunReport found =
          new ReportStore(settings.reports()).load(reportId, new ArrayList<>()).content();
      if (type.isInstance(found)) {
        return type.cast(found);
      }
      throw new CliException(
          ExitCodes.FAILED, stopped + "what is kept as " + reportId + " is no report of a " + what);
    } catch (IOException e) {
      throw new CliException(
          ExitCodes.FAILED,
          stopped
              + "its report "
              + reportId
              + " is not here but where its workers keep reports"
              + (path == null ? "" : ": " + path));
    }
  }

  /**
   * Prints it.
   *
   * @param path null when it is kept nowhere
   * @param more what is to be known besides, null when there is nothing
   */
  void print(RunReport report, @Nullable String path, @Nullable String more)
      throws JsonProcessingException {
    if (json) {
      out.println(Json.mapper().writeValueAsString(report));
    } else {
      KeptReport shown = KeptReport.of(report);
      out.println("\n" + shown.text(notesOf(shown)));
      out.println(path == null ? "kept nowhere" : "kept as " + path);
      if (more != null) {
        out.println(more);
      }
      if (path != null) {
        out.println("to see it in a browser: traceo report open " + report.reportId());
      }
    }
    out.flush();
  }

  /** Notes of earlier reports are beside those here; without them the report is whole too. */
  private ShownNotes notesOf(KeptReport report) {
    try {
      return new ReportStore(settings.reports()).notes(report);
    } catch (IOException e) {
      return ShownNotes.NONE;
    }
  }
}
