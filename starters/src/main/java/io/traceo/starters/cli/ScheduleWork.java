package io.traceo.starters.cli;

import io.traceo.starters.schedules.ScheduleTrouble;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the commands about schedules take alike, and how each begins and ends. */
final class ScheduleWork {
  @Option(names = "--runbooks", description = "folder with topology.yaml (runbooks)")
  private @Nullable Path runbooks;

  /** What a command does with the schedules that it found. */
  @FunctionalInterface
  interface Step {
    int run(Server server, ScheduleScopes scopes, PrintWriter out);
  }

  int on(Settings settings, @Nullable CommandSpec spec, Step step) {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Server server = Server.existing(settings)) {
      ScheduleScopes scopes =
          ScheduleScopes.of(server, runbooks == null ? settings.runbooks() : runbooks);
      // Beside the answer, so that what reads that needs not care.
      scopes.absent().forEach(spec.commandLine().getErr()::println);
      return step.run(server, scopes, out);
    } catch (ScheduleTrouble e) {
      throw CliException.environment(String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  /** The one that was typed, or all. */
  static List<ScheduleScopes.Found> chosen(ScheduleScopes scopes, @Nullable String id) {
    if (id != null) {
      return List.of(scopes.need(id));
    }
    List<ScheduleScopes.Found> made = scopes.made();
    if (made.isEmpty()) {
      throw new CliException(
          ExitCodes.REFUSED, "there are no schedules yet; make them: traceo schedules apply");
    }
    return made;
  }

  /** Nobody has checked the name: who reads the record is told so. */
  static String note(Settings settings, String done, String reason) {
    return done + " by os:" + settings.user() + " (unproven): " + reason.strip();
  }

  static void requireTyped(@Nullable String id, boolean all, String reason) {
    if ((id == null) == !all) {
      throw new CliException(
          ExitCodes.USAGE, "name one schedule, or --all; traceo schedules list shows them");
    }
    if (reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
  }
}
