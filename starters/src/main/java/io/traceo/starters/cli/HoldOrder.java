package io.traceo.starters.cli;

import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.capacity.CapacityRolloutWorkflow.PauseOrder;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a rollout that runs before its next batch, or lets it go on. */
record HoldOrder(Settings settings, @Nullable CommandSpec spec, Typed typed) {
  /** What both commands take. */
  static final class Typed {
    @Parameters(index = "0", description = "replication group")
    private String group = "";

    @Option(names = "--reason", required = true, description = "why, for the record")
    private String reason = "";
  }

  /**
   * @param update {@code pause} or {@code resume}
   */
  int send(String update) {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (typed.reason.isBlank()) {
      throw new CliException(ExitCodes.USAGE, "--reason is empty; say why, for the record");
    }
    GroupRun.refuse(Places.problems(settings, typed.group, null));
    try (Server server = Server.existing(settings, typed.group)) {
      String id = WorkflowIds.capacityRollout(typed.group);
      Receipt receipt = new Order(server.client(), id).send(update, order());
      out.println("rollout of " + typed.group + ": " + receipt.detail());
      out.flush();
      return ExitCodes.OK;
    }
  }

  /** Nobody has checked the name: who reads the record is told so. */
  private PauseOrder order() {
    return new PauseOrder("os:" + settings.user() + " (unproven)", typed.reason.strip());
  }
}
