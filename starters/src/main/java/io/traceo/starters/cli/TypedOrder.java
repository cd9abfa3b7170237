package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands about one run take. */
final class TypedOrder {
  @Parameters(
      index = "0",
      description = "run: its workflow id, for example failover/na/2-1, or drill/na")
  private String run = "";

  @Option(names = "--reason", description = "why, for the record")
  private @Nullable String reason;

  @Option(
      names = "--by",
      description = "who decides, for the record; the user of this machine by default")
  private @Nullable String by;

  String run() {
    return run.strip();
  }

  /** The group that the id names. */
  String group() {
    String[] parts = run().split("/", -1);
    if (parts.length < 2 || parts[1].isBlank()) {
      throw new CliException(
          ExitCodes.USAGE,
          "\""
              + run()
              + "\" names no run; its workflow id looks like failover/na/2-1, and traceo"
              + " status GROUP shows whose is open");
    }
    return parts[1];
  }

  /** Null when none was typed. */
  @Nullable String reason() {
    return reason == null || reason.isBlank() ? null : reason.strip();
  }

  String requiredReason() {
    String why = reason();
    if (why == null) {
      throw new CliException(ExitCodes.USAGE, "--reason is missing; say why, for the record");
    }
    return why;
  }

  /** Who decides: nobody has checked the name. */
  @Nullable String by() {
    return by;
  }

  /**
   * Tells the run, and prints what it says: through the API where one is named, which knows who
   * asks; else straight, and who reads the record is told that nobody has checked the name.
   */
  int send(Settings settings, @Nullable CommandSpec spec, String update) {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    String unusedGroup = group();
    String unusedReason = requiredReason();
    Optional<ApiClient> api = ApiClient.configured(settings);
    if (api.isPresent()) {
      JsonNode said = api.get().tell(run(), update, Map.of("reason", requiredReason()));
      out.println(run() + ": " + said.path("detail").asText());
      out.flush();
      return ExitCodes.OK;
    }
    RunOrder order = new RunOrder(settings.unproven(by), requiredReason());
    GroupRun.refuse(Places.problems(settings, group(), null));
    try (Server server = Server.existing(settings, group())) {
      Receipt receipt = new Order(server.client(), run()).send(update, order);
      out.println(run() + ": " + receipt.detail());
      out.flush();
      return ExitCodes.OK;
    }
  }
}
