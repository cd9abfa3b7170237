package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.temporal.client.WorkflowException;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
      "With TRACEO_API and TRACEO_API_TOKEN set it goes through the HTTP API, which",
      "knows who you are and signs it. Sent straight to Temporal it is not signed,",
      "and counts in a lab only."
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
    String unusedGroup = typed.group();
    if (breakGlass) {
      String unused = typed.requiredReason();
    }
    Optional<ApiClient> api = ApiClient.configured(settings);
    if (api.isPresent()) {
      return approve(
          out,
          api.get().run(typed.run()).path("status"),
          awaited -> api.get().tell(typed.run(), "approve", body(awaited)).path("detail").asText());
    }
    try (Server server = Server.existing(settings, typed.group())) {
      return approve(
          out,
          status(server),
          awaited ->
              new Order(server.client(), typed.run()).send("approve", approval(awaited)).detail());
    }
  }

  private int approve(PrintWriter out, JsonNode status, Function<AwaitedApproval, String> say) {
    JsonNode awaiting = status.path("awaiting");
    if (!awaiting.isObject()) {
      throw new CliException(ExitCodes.REFUSED, typed.run() + " waits for no approval now");
    }
    AwaitedApproval awaited = Json.mapper().convertValue(awaiting, AwaitedApproval.class);
    out.print(AwaitedText.render(awaited));
    out.println(
        yes
            ? typed.run() + ": " + say.apply(awaited)
            : "nothing was approved; approve this with --yes");
    out.flush();
    return yes ? ExitCodes.OK : ExitCodes.REFUSED;
  }

  private Map<String, Object> body(AwaitedApproval awaited) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("subject", awaited.subjectHash());
    if (typed.reason() != null) {
      body.put("reason", typed.reason());
    }
    if (breakGlass) {
      body.put("breakGlass", true);
    }
    return body;
  }

  private Approval approval(AwaitedApproval awaited) {
    long now = System.currentTimeMillis();
    return new Approval(
        awaited.subjectHash(),
        settings.named(typed.by()),
        now,
        now + VALID_MILLIS,
        breakGlass,
        typed.reason(),
        null,
        null);
  }

  private JsonNode status(Server server) {
    try {
      JsonNode status =
          server.client().newUntypedWorkflowStub(typed.run()).query("status", JsonNode.class);
      return status == null ? MissingNode.getInstance() : status;
    } catch (WorkflowException e) {
      throw new CliException(
          ExitCodes.REFUSED,
          typed.run() + " can't be asked: " + Failures.inWords(e) + "; is it open?");
    }
  }
}
