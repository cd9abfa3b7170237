package io.traceo.starters.cli;

import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sends a decision about whether a group acts to the group's entity, which is started when it isn't
 * there. Deciding what is decided already changes nothing and is no error.
 */
record ArmingOrder(Settings settings, @Nullable CommandSpec spec, Typed typed) {
  /** What both commands take. */
  static final class Typed {
    @Parameters(index = "0", description = "replication group")
    private String group = "";

    @Option(names = "--reason", required = true, description = "why, for the record")
    private String reason = "";

    @Option(
        names = "--by",
        description = "who decides, for the record; the user of this machine by default")
    private @Nullable String by;
  }

  /**
   * @param update {@code arm} or {@code disarm}
   */
  int send(String update) {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (typed.reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
    List<String> problems = Places.problems(settings, typed.group, null);
    if (!problems.isEmpty()) {
      throw new CliException(ExitCodes.USAGE, String.join("; ", problems));
    }
    try (Server server = Server.existing(settings, typed.group)) {
      Receipt receipt =
          new GroupUpdates(server.client(), typed.group).send(update, Receipt.class, order());
      out.println("group " + typed.group + ": " + receipt.detail());
      out.flush();
      return ExitCodes.OK;
    }
  }

  private ArmOrder order() {
    return new ArmOrder(settings.unproven(typed.by), typed.reason.strip());
  }
}
