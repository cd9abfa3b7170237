package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo failover}. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Moves the leadership of a group to another region.",
      "By default a planned SWITCHOVER, which loses nothing. UNPLANNED is refused unless the",
      "observers say that the leader is dead."
    })
final class FailoverCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", description = "replication group")
  private String group = "";

  @Option(names = "--mode", description = "SWITCHOVER (default) or UNPLANNED")
  private @Nullable String mode;

  @Option(names = "--target", description = "region to lead; the first follower by default")
  private @Nullable String target;

  @Option(names = "--reason", required = true, description = "why, for the record")
  private String reason = "";

  @Option(names = "--dry-run", description = "show the plan and every refusal, and stop")
  private boolean dryRun;

  @Option(names = "--json", description = "one event a line, the result as the last line")
  private boolean json;

  @Option(names = "--yes", description = "start although a configured environment is touched")
  private boolean yes;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    RunWatcher watcher = new RunWatcher(out, json);
    try (Server server = Server.existing()) {
      boolean planOnly = dryRun || (server.isForReal() && !yes);
      String id = WorkflowIds.failover(group + "/" + System.currentTimeMillis());
      WorkflowStub run = Runs.start(server, "Failover", id, request(planOnly));
      JsonNode result = Runs.follow(run, watcher);
      String outcome = result.path("outcome").asText();
      if (json) {
        out.println(result);
      } else {
        out.println(
            outcome
                + (result.path("reason").isNull() ? "" : ": " + result.path("reason").asText()));
        out.println(result.path("plan").toPrettyString());
      }
      out.flush();
      if (planOnly && !dryRun) {
        watcher.say("this is a configured environment: start the failover with --yes");
      }
      return switch (outcome) {
        case "DONE", "PLANNED" -> ExitCodes.OK;
        case "REFUSED" -> ExitCodes.REFUSED;
        default -> ExitCodes.FAILED;
      };
    }
  }

  private Map<String, Object> request(boolean planOnly) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", group);
    request.put("reason", reason);
    request.put("startedBy", Settings.user());
    if (mode != null) {
      request.put("mode", mode);
    }
    if (target != null) {
      request.put("target", target);
    }
    if (planOnly) {
      request.put("dryRun", true);
    }
    return request;
  }
}
