package io.traceo.starters.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "traceo",
    mixinStandardHelpOptions = true,
    version = "traceo 0.1.0",
    description = "Failover, DR drills and what belongs to them, as durable Temporal workflows.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DrillCommand.class,
      FailoverCommand.class,
      StatusCommand.class,
      ReportCommand.class,
      CheckCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  traceo drill                     a regional outage in a lab on this machine, with report",
      "  traceo drill na --fault KILL     the same with killed processes",
      "  traceo lab up --detach           a lab that stays; its Web UI shows every run",
      "  traceo failover na --target us-west-2 --reason patching --dry-run",
      "  traceo report show latest",
      "",
      "Exit codes: 0 every objective held, 1 failed, 2 wrong usage, 3 nothing to work with,",
      "4 refused or busy.",
      "",
      "Environment: TRACEO_HOME (default ~/.traceo), TEMPORAL_ADDRESS and the other settings of",
      "temporal-envconfig; with an address set, no lab is used."
    })
public final class Traceo {
  private Traceo() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with what other modules add. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Traceo());
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      line.addSubcommand(provider.command());
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (error, command, result) -> {
          String message = String.valueOf(error.getMessage());
          command.getErr().println("traceo: " + message);
          if (!(error instanceof CliException) && System.getenv("TRACEO_DEBUG") != null) {
            error.printStackTrace(command.getErr());
          }
          return error instanceof CliException cli ? cli.exitCode() : ExitCodes.FAILED;
        });
    return line;
  }
}
