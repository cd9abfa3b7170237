package io.traceo.starters.cli;

import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.AbortOrder;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo abort}. */
@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description = {
      "Ends a failover before anybody is promoted; what it changed is taken back.",
      "After that it is refused: then a run only goes forward."
    })
final class AbortCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TypedOrder typed = new TypedOrder();

  AbortCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    AbortOrder order = new AbortOrder(typed.unproven(settings), typed.requiredReason());
    try (Server server = Server.existing(settings, typed.group())) {
      Receipt receipt = new Order(server.client(), typed.run()).send("abort", order);
      spec.commandLine().getOut().println(typed.run() + ": " + receipt.detail());
      return ExitCodes.OK;
    }
  }
}
