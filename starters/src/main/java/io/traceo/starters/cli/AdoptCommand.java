package io.traceo.starters.cli;

import io.traceo.workflows.group.AdoptOrder;
import io.traceo.workflows.group.Adoption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo adopt}. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = {
      "Takes into a group's record what somebody else changed: who leads, on which timeline. It",
      "lifts the freeze that the group went into, and touches no member and no name.",
      "Exactly one member may take writes, and the write name has to point to it."
    })
final class AdoptCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", description = "replication group")
  private String group = "";

  @Option(names = "--reason", required = true, description = "why, for the record")
  private String reason = "";

  @Option(names = "--dry-run", description = "only say what it would come to")
  private boolean dryRun;

  @Option(
      names = "--by",
      description = "who decides, for the record; the user of this machine by default")
  private @Nullable String by;

  AdoptCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    if (reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
    GroupRun.refuse(Places.problems(settings, group, null));
    AdoptOrder order = new AdoptOrder(settings.unproven(by), reason.strip(), dryRun);
    try (Server server = Server.existing(settings, group)) {
      Adoption adoption =
          new GroupUpdates(server.client(), group).send("adopt", Adoption.class, order);
      if (adoption.refused()) {
        throw new CliException(
            ExitCodes.REFUSED,
            "refused, nothing was changed: " + String.join("\n  ", adoption.lines()));
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "group %s: %s, %s leads with epoch %d%n",
          group, adoption.outcome(), adoption.leader(), adoption.epoch());
      adoption.lines().forEach(line -> out.println("  " + line));
      out.flush();
      return ExitCodes.OK;
    }
  }
}
