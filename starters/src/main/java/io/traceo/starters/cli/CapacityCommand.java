package io.traceo.starters.cli;

import picocli.CommandLine.Command;

/** {@code traceo capacity}: only the name that its subcommands share. */
@Command(
    name = "capacity",
    mixinStandardHelpOptions = true,
    description = "How many pods each region needs, and what autoscaling saves.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SimulateCommand.class, PlanCommand.class, RolloutCommand.class})
final class CapacityCommand {}
