package io.traceo.starters.cli;

import io.temporal.client.WorkflowClient;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.group.FreezeOrder;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Freezes a group or all of them, or lifts that. With {@code --all} each is told, also when another
 * one does not answer; then the command fails and names it.
 */
record FreezingOrder(Settings settings, @Nullable CommandSpec spec, Typed typed) {

  /** What both commands take. */
  static final class Typed {
    @Parameters(index = "0", arity = "0..1", description = "replication group")
    private @Nullable String group;

    @Option(names = "--all", description = "every group that is watched there")
    private boolean all;

    @Option(names = "--reason", required = true, description = "why, for the record")
    private String reason = "";

    @Option(
        names = "--by",
        description = "who decides, for the record; the user of this machine by default")
    private @Nullable String by;
  }

  int freeze(String until) {
    return send("freeze", Until.of(until, Instant.now()).toEpochMilli());
  }

  int unfreeze() {
    return send("unfreeze", null);
  }

  private int send(String update, @Nullable Long untilMillis) {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    if (typed.reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
    if ((typed.group == null) != typed.all) {
      throw new CliException(ExitCodes.USAGE, "name one group, or all of them with --all");
    }
    String one = typed.group;
    if (one != null) {
      GroupRun.refuse(Places.problems(settings, one, null));
    }
    FreezeOrder order =
        new FreezeOrder(settings.unproven(typed.by), typed.reason.strip(), untilMillis);
    PrintWriter out = spec.commandLine().getOut();
    try (Server server = one == null ? Server.existing(settings) : Server.existing(settings, one)) {
      Map<String, WorkflowClient> groups =
          one == null ? WatchedGroups.of(settings, server) : Map.of(one, server.client());
      List<String> failed = new ArrayList<>();
      groups.forEach(
          (group, client) -> {
            try {
              Receipt receipt = new GroupUpdates(client, group).send(update, Receipt.class, order);
              out.println("group " + group + ": " + receipt.detail());
              out.flush();
            } catch (CliException e) {
              failed.add(String.valueOf(e.getMessage()));
            }
          });
      if (!failed.isEmpty()) {
        throw new CliException(ExitCodes.FAILED, String.join("\n", failed));
      }
      return ExitCodes.OK;
    }
  }
}
