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
      ApproveCommand.class,
      AbortCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      StatusCommand.class,
      ArmCommand.class,
      DisarmCommand.class,
      FreezeCommand.class,
      UnfreezeCommand.class,
      AdoptCommand.class,
      ExplainCommand.class,
      BackupCommand.class,
      BackupsCommand.class,
      RestoreCommand.class,
      RestoredCommand.class,
      RestoreTestCommand.class,
      ArchiveCommand.class,
      CapacityCommand.class,
      SchedulesCommand.class,
      ReportCommand.class,
      CheckCommand.class,
      ClientsCommand.class,
      ApiCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  traceo drill                     a regional outage in a lab on this machine, with report",
      "  traceo drill na --fault KILL     the same with killed processes",
      "  traceo lab up --detach           a lab that stays; its Web UI shows every run",
      "  traceo failover na --target us-west-2 --reason patching --dry-run",
      "  traceo explain na; traceo freeze na --until 2h --reason \"migration\"",
      "  traceo disarm na --reason \"migration tonight\"",
      "  traceo backup na; traceo restore-test na",
      "  traceo restore na --to 2026-11-25T03:00:00Z --dry-run",
      "  traceo schedules apply --dry-run; traceo schedules list",
      "  traceo report show latest",
      "  traceo clients na                what its clients are to set, and what that bounds",
      "  traceo api --config api.yaml     the HTTP API, in the foreground",
      "",
      "Exit codes: 0 done, of a drill: every objective held; 1 failed or RED; 2 wrong usage;",
      "3 nothing to work with; 4 refused or busy.",
      "",
      "Environment: TRACEO_HOME (default ~/.traceo); TEMPORAL_ADDRESS, TEMPORAL_PROFILE and the",
      "other settings of Temporal's client configuration, also its file: with an address set, no",
      "lab is used. TRACEO_API and TRACEO_API_TOKEN, with a CA of one's own TRACEO_API_CA: the HTTP",
      "API that approve, abort, pause and resume go through. TRACEO_DEBUG=1 shows the stack trace of an unexpected error."
    })
public final class Traceo {
  private Traceo() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine(Settings.ofProcess()).execute(args));
  }

  /** The command line with what other modules add. */
  static CommandLine commandLine(Settings settings) {
    CommandLine line = new CommandLine(new Traceo(), new Commands(settings));
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      line.addSubcommand(provider.command());
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (error, command, result) -> {
          if (error instanceof CliException expected) {
            command.getErr().println("traceo: " + expected.getMessage());
            return expected.exitCode();
          }
          command
              .getErr()
              .println(
                  "traceo: unexpected " + error + "; TRACEO_DEBUG=1 shows where it comes from");
          if (settings.variable("TRACEO_DEBUG") != null) {
            error.printStackTrace(command.getErr());
          }
          return ExitCodes.FAILED;
        });
    return line;
  }
}
