package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.contract.WorkflowIds;
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

/** {@code traceo capacity plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Forecasts the demand of every region, splits the global minimum and maximum of replicas by",
      "it, says what that costs, and whether each candidate target carries a lost leader's peak.",
      "Changes nothing. Ends with 1 when something is too low or a cluster gives no answer."
    })
final class PlanCommand implements Callable<Integer> {
  private static final OnStop ON_STOP =
      new OnStop(
          true,
          Duration.ofSeconds(30),
          "stopping: a plan changes nothing; Ctrl-C again leaves at once",
          "the run in the Web UI");

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "GROUP",
      description = "replication groups that are reported; all of the namespace without one")
  private List<String> groups = new ArrayList<>();

  @Option(names = "--reason", description = "why, for the record")
  private @Nullable String reason;

  @Option(names = "--json", description = "one event a line, the report as the last line")
  private boolean json;

  PlanCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    List<String> names = groups.stream().distinct().toList();
    List<String> problems = new ArrayList<>();
    names.forEach(g -> problems.addAll(Places.problems(settings, g, null)));
    GroupRun.refuse(problems);
    PrintWriter out = spec.commandLine().getOut();
    RunWatcher watcher = new RunWatcher(out, json);
    String id =
        names.isEmpty()
            ? WorkflowIds.capacityPlan()
            : WorkflowIds.capacityPlan(String.join(",", names));
    try (Server server = Server.existing(settings, names.isEmpty() ? null : names.get(0))) {
      WorkflowStub started = Runs.start(server, "CapacityPlan", id, request(names));
      JsonNode answer =
          new Follower(id, started, watcher, ON_STOP)
              .result()
              .orElseThrow(
                  () ->
                      new CliException(
                          ExitCodes.FAILED, id + " was cancelled; nothing was changed"));
      CapacityPlanReport report = Json.mapper().treeToValue(answer, CapacityPlanReport.class);
      new ShownReport(settings, out, json, "plan").print(report, watcher.reportPath(), null);
      return exitCode(report.verdict());
    }
  }

  private Map<String, Object> request(List<String> names) {
    Map<String, Object> request = new LinkedHashMap<>();
    if (!names.isEmpty()) {
      request.put("groups", names);
    }
    if (reason != null) {
      request.put("reason", reason);
    }
    request.put("startedBy", settings.user());
    return request;
  }

  private static int exitCode(String verdict) {
    return switch (verdict) {
      case "OK" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }
}
