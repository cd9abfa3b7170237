package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowException;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo approve}. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a run waits for, and approves it with --yes.",
      "Sent straight to Temporal it is not signed, so that it counts in a lab only; elsewhere",
      "approve through the HTTP API, which knows who you are."
    })
final class ApproveCommand implements Callable<Integer> {
  private static final long VALID_MILLIS = 600_000;

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TypedOrder typed = new TypedOrder();

  @Option(
      names = "--break-glass",
      description = "decide alone, also what you started; it is paged and stands in the report")
  private boolean breakGlass;

  @Option(names = "--yes", description = "approve; without it nothing is said to the run")
  private boolean yes;

  ApproveCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (breakGlass) {
      String unused = typed.requiredReason();
    }
    try (Server server = Server.existing(settings, typed.group())) {
      AwaitedApproval awaited = awaited(server);
      out.print(AwaitedText.render(awaited));
      if (!yes) {
        out.println("nothing was approved; approve this with --yes");
        out.flush();
        return ExitCodes.REFUSED;
      }
      Receipt receipt = new Order(server.client(), typed.run()).send("approve", approval(awaited));
      out.println(typed.run() + ": " + receipt.detail());
      out.flush();
      return ExitCodes.OK;
    }
  }

  private Approval approval(AwaitedApproval awaited) {
    long now = System.currentTimeMillis();
    return new Approval(
        awaited.subjectHash(),
        typed.name(settings),
        now,
        now + VALID_MILLIS,
        breakGlass,
        typed.reason(),
        null,
        null);
  }

  private AwaitedApproval awaited(Server server) {
    JsonNode status;
    try {
      status = server.client().newUntypedWorkflowStub(typed.run()).query("status", JsonNode.class);
    } catch (WorkflowException e) {
      throw new CliException(
          ExitCodes.REFUSED,
          typed.run() + " can't be asked: " + Failures.inWords(e) + "; is it open?");
    }
    JsonNode awaiting = status == null ? null : status.get("awaiting");
    if (awaiting == null || awaiting.isNull()) {
      throw new CliException(ExitCodes.REFUSED, typed.run() + " waits for no approval now");
    }
    return Json.mapper().convertValue(awaiting, AwaitedApproval.class);
  }
}
