package io.traceo.starters.cli;

import io.traceo.starters.schedules.ScheduleTrouble;
import java.io.PrintWriter;
import java.nio.file.Path;
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
}
