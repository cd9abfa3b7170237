package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final OnStop ON_STOP =
      new OnStop(
          false,
          Duration.ZERO,
          "no longer watching; a failover is not stopped half-way",
          "traceo status");

  private final Settings settings;

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

  FailoverCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    RunWatcher watcher = new RunWatcher(out, json);
    requireTyped();
    try (Server server = Server.existing(settings, group)) {
      boolean planOnly = dryRun || (server.isForReal() && !yes);
      String id = WorkflowIds.failover(group + "/" + System.currentTimeMillis());
      WorkflowStub run = Runs.start(server, "Failover", id, request(planOnly));
      JsonNode answer =
          new Follower(id, run, watcher, ON_STOP)
              .result()
              .orElseThrow(
                  () ->
                      new CliException(
                          ExitCodes.FAILED,
                          id
                              + " was cancelled; before the promotion it took back what it had changed"));
      FailoverResult result = Json.mapper().treeToValue(answer, FailoverResult.class);
      boolean wantsYes = planOnly && !dryRun && result.outcome().equals("PLANNED");
      if (wantsYes) {
        watcher.say("this is a configured environment: start the failover with --yes");
      }
      out.println(json ? answer.toString() : FailoverText.render(result));
      out.flush();
      return wantsYes ? ExitCodes.REFUSED : exitCode(result.outcome());
    }
  }

  private void requireTyped() {
    List<String> problems =
        new ArrayList<>(
            new FailoverRequest(
                    group, mode, target, reason, settings.user(), dryRun, null, Map.of())
                .problems());
    problems.addAll(Places.problems(settings, group, target));
    if (!problems.isEmpty()) {
      throw new CliException(ExitCodes.USAGE, String.join("; ", problems));
    }
  }

  private static int exitCode(String outcome) {
    return switch (outcome) {
      case "DONE", "PLANNED" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }

  private Map<String, Object> request(boolean planOnly) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", group);
    request.put("reason", reason);
    request.put("startedBy", settings.user());
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
