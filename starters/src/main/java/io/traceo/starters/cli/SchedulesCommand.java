package io.traceo.starters.cli;

import picocli.CommandLine.Command;

/** {@code traceo schedules}: only the name that its subcommands share. */
@Command(
    name = "schedules",
    mixinStandardHelpOptions = true,
    description = "What runs by itself: monthly drills, nightly backups and restore tests.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SchedulesApplyCommand.class,
      SchedulesListCommand.class,
      SchedulesPauseCommand.class,
      SchedulesResumeCommand.class,
      SchedulesTriggerCommand.class
    })
final class SchedulesCommand {}
