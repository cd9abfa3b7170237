package io.traceo.starters.cli;

import io.traceo.activities.evidence.InvalidReportIdException;
import io.traceo.activities.evidence.ReportStore;
import io.traceo.activities.evidence.ReportText;
import io.traceo.workflows.drill.DrillReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Reports of drills, kept in $TRACEO_HOME/reports.",
    synopsisSubcommandLabel = "COMMAND")
final class ReportCommand {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  ReportCommand(Settings settings) {
    this.settings = settings;
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    return spec.commandLine().getOut();
  }

  @Command(description = "All of them, the newest first.", mixinStandardHelpOptions = true)
  int list(@Option(names = "--json", description = "one report a line") boolean json)
      throws IOException {
    List<String> unreadable = new ArrayList<>();
    for (DrillReport report : new ReportStore(settings.reports()).list(unreadable)) {
      out()
          .println(
              json
                  ? Json.mapper().writeValueAsString(report)
                  : String.format(
                      Locale.ROOT,
                      "%-28s %-8s %-10s %-10s %s",
                      report.reportId(),
                      report.verdict(),
                      report.group(),
                      report.fault() == null ? report.mode() : report.fault(),
                      report.reason() == null ? "" : report.reason()));
    }
    out().flush();
    tell(unreadable);
    return ExitCodes.OK;
  }

  /** Beside the answer, so that what reads it needs not care. */
  private void tell(List<String> unreadable) {
    if (spec != null) {
      unreadable.forEach(u -> spec.commandLine().getErr().println("can't be read: " + u));
    }
  }

  @Command(description = "One of them.", mixinStandardHelpOptions = true)
  int show(
      @Parameters(index = "0", defaultValue = "latest", description = "its id, or latest")
          String id,
      @Option(names = "--json", description = "as JSON") boolean json)
      throws IOException {
    try {
      List<String> unreadable = new ArrayList<>();
      DrillReport report = new ReportStore(settings.reports()).load(id, unreadable);
      out().println(json ? Json.mapper().writeValueAsString(report) : ReportText.render(report));
      out().flush();
      tell(unreadable);
      return ExitCodes.OK;
    } catch (NoSuchFileException | InvalidReportIdException e) {
      throw new CliException(
          ExitCodes.USAGE, e.getMessage() + "; see what there is with: traceo report list");
    } catch (IOException e) {
      throw new CliException(ExitCodes.FAILED, "can't be read: " + e.getMessage());
    }
  }
}
