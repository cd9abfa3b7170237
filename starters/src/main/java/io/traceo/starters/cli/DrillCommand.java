package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.evidence.ReportText;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.topology.ReplicationGroup;
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

/** {@code traceo drill}. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "A regional outage on purpose, measured and undone.",
      "The leader's region goes silent under load; observers elsewhere detect it, the group fails",
      "over, every acknowledged write is accounted for, and the original order is restored.",
      "Uses the lab that is up, or brings one up and down. Against a configured Temporal address",
      "it shows the plan and wants --yes."
    })
final class DrillCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = PayloadMapper.create();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      defaultValue = "na",
      description = "replication group (${DEFAULT-VALUE})")
  private String group = "na";

  @Option(names = "--mode", description = "UNPLANNED (an outage) or SWITCHOVER (a planned move)")
  private @Nullable String mode;

  @Option(names = "--target", description = "region to lead; with --mode SWITCHOVER only")
  private @Nullable String target;

  @Option(
      names = "--fault",
      description = "BLACKHOLE, CUT, KILL or FREEZE; the runbook's by default")
  private @Nullable String fault;

  @Option(names = "--reason", description = "why, for the report")
  private @Nullable String reason;

  @Option(names = "--dry-run", description = "show the plan and stop")
  private boolean dryRun;

  @Option(names = "--json", description = "one event a line, the report as the last line")
  private boolean json;

  @Option(names = "--yes", description = "start although a configured environment is touched")
  private boolean yes;

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    RunWatcher watcher = new RunWatcher(out, json);
    requireKnownGroup();
    try (Server server = Server.existingOrNew(watcher::say)) {
      boolean planOnly = dryRun || (server.isForReal() && !yes);
      if (server.ui() != null) {
        watcher.say("Web UI: " + server.ui());
      }
      WorkflowStub run =
          Runs.start(
              server,
              "Drill",
              WorkflowIds.drill(group) + (planOnly ? "/plan" : ""),
              request(planOnly));
      JsonNode result = Runs.follow(run, watcher);
      if (planOnly && !dryRun) {
        watcher.say("this is a configured environment: start the drill with --yes");
      }
      return print(out, result);
    }
  }

  private int print(PrintWriter out, JsonNode result) throws JsonProcessingException {
    DrillReport report = MAPPER.treeToValue(result, DrillReport.class);
    out.println(json ? MAPPER.writeValueAsString(report) : "\n" + ReportText.render(report));
    out.flush();
    return switch (report.verdict()) {
      case "PASSED", "PLANNED" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }

  private void requireKnownGroup() {
    if (Server.isConfigured()) {
      return;
    }
    var checked =
        Configuration.check(Settings.runbooks().resolve("topology.yaml"), Settings.runbooks());
    Configuration configuration = checked.configuration();
    if (configuration != null && configuration.topology().group(group).isEmpty()) {
      throw new CliException(
          ExitCodes.USAGE,
          "unknown group "
              + group
              + "; known groups: "
              + configuration.topology().groups().stream().map(ReplicationGroup::id).toList());
    }
  }

  private Map<String, Object> request(boolean planOnly) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", group);
    put(request, "mode", mode);
    put(request, "target", target);
    put(request, "fault", fault);
    put(request, "reason", reason);
    request.put("startedBy", Settings.user());
    if (planOnly) {
      request.put("dryRun", true);
    }
    return request;
  }

  private static void put(Map<String, Object> request, String name, @Nullable String value) {
    if (value != null) {
      request.put(name, value);
    }
  }
}
