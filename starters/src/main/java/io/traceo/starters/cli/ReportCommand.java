package io.traceo.starters.cli;

import io.traceo.activities.evidence.InvalidReportIdException;
import io.traceo.activities.evidence.KeptReport;
import io.traceo.activities.evidence.ReportStore;
import io.traceo.activities.evidence.note.InvalidNoteException;
import io.traceo.activities.evidence.note.Note;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
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
    description =
        "Reports of drills, restores, restore tests, plans and rollouts, in $TRACEO_HOME/reports.",
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
    for (KeptReport report : new ReportStore(settings.reports()).list(unreadable)) {
      out()
          .println(
              json
                  ? Json.mapper().writeValueAsString(report.content())
                  : String.format(
                      Locale.ROOT,
                      "%-40s %-8s %-10s %-12s %s",
                      report.reportId(),
                      report.content().verdict(),
                      report.group(),
                      report.what(),
                      report.content().reason() == null ? "" : report.content().reason()));
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
      @Option(names = "--json", description = "as JSON") boolean json) {
    return with(
        id,
        (store, report) -> {
          out()
              .println(
                  json
                      ? Json.mapper().writeValueAsString(report.content())
                      : report.text(store.notes(report)));
          out().flush();
        });
  }

  @Command(
      description = "Opens one as a page in the browser; without a browser, says where it is.",
      mixinStandardHelpOptions = true)
  int open(
      @Parameters(index = "0", defaultValue = "latest", description = "its id, or latest")
          String id) {
    return with(
        id,
        (store, report) -> {
          Path page = store.page(report);
          boolean shown = new Browser(settings).show(page);
          out().println(shown ? "opened " + page : page);
          out().flush();
        });
  }

  @Command(
      description = {
        "Adds a lesson or an action to a report, or closes one.",
        "Open ones are shown in the next report of the same group. The report's own file",
        "is not edited."
      },
      mixinStandardHelpOptions = true)
  int note(
      @Parameters(arity = "0..2", description = "the report's id, the latest without one; the text")
          @Nullable List<String> words,
      @Option(names = "--by", description = "who says so; you by default") @Nullable String by,
      @Option(names = "--done", paramLabel = "NUMBER", description = "close this note")
          @Nullable Long done) {
    List<String> given = words == null ? List.of() : words;
    String name = by == null ? settings.user() : by;
    if (done != null && given.isEmpty()) {
      return close(done, name);
    }
    if (done != null || given.isEmpty()) {
      throw new CliException(
          ExitCodes.USAGE,
          "say either what was learned: traceo report note [REPORT] \"text\"; or which one is"
              + " done: traceo report note --done NUMBER");
    }
    String id = given.size() == 1 ? ReportStore.LATEST : given.get(0);
    String text = given.get(given.size() - 1);
    return with(
        id,
        (store, report) -> {
          Note note = store.note(report, text, name, Instant.now());
          out().println("note " + note.id() + " added to " + report.reportId());
          out().flush();
        });
  }

  private int close(long id, String by) {
    return explaining(
        () -> {
          Note note = new ReportStore(settings.reports()).done(id, by, Instant.now());
          out().println("note " + id + " was closed by " + note.doneBy() + " at " + note.doneAt());
          out().flush();
        });
  }

  /** What is done with one report. */
  private interface Work {
    void on(ReportStore store, KeptReport report) throws IOException;
  }

  private interface Step {
    void run() throws IOException;
  }

  private int with(String id, Work work) {
    return explaining(
        () -> {
          List<String> unreadable = new ArrayList<>();
          ReportStore store = new ReportStore(settings.reports());
          work.on(store, store.load(id, unreadable));
          tell(unreadable);
        });
  }

  private static int explaining(Step step) {
    try {
      step.run();
      return ExitCodes.OK;
    } catch (NoSuchFileException | InvalidReportIdException e) {
      throw new CliException(
          ExitCodes.USAGE, e.getMessage() + "; see what there is with: traceo report list");
    } catch (InvalidNoteException e) {
      throw new CliException(
          ExitCodes.USAGE, e.getMessage() + "; see the notes with: traceo report show");
    } catch (IOException e) {
      throw new CliException(ExitCodes.FAILED, "can't be read or written: " + e.getMessage());
    }
  }
}
