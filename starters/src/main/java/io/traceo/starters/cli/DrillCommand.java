package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillRequest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      "A group whose unplanned failover needs an approval is moved by a planned switch instead.",
      "Uses the lab that is up, or brings one up and down. Against a configured Temporal address",
      "it shows the plan and wants --yes."
    })
final class DrillCommand implements Callable<Integer> {
  private static final OnStop ON_STOP =
      new OnStop(
          true,
          Duration.ofSeconds(60),
          "stopping: the fault is lifted and the order restored first, up to 60 s; Ctrl-C again"
              + " leaves at once",
          "traceo status");

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      defaultValue = "na",
      description = "replication group (${DEFAULT-VALUE})")
  private String group = "na";

  @Option(
      names = "--mode",
      description = "UNPLANNED (an outage) or SWITCHOVER (a planned move); what the group can do")
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

  DrillCommand(Settings settings) {
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
    try (Server server = Server.existingOrNew(settings, group, watcher::say)) {
      boolean planOnly = dryRun || (server.isForReal() && !yes);
      if (server.ui() != null) {
        watcher.say("Web UI: " + server.ui());
      }
      String id = WorkflowIds.drill(group) + (planOnly ? "/plan" : "");
      WorkflowStub run = Runs.start(server, "Drill", id, request(planOnly));
      Optional<JsonNode> result = new Follower(id, run, watcher, ON_STOP).result();
      ShownReport shown = new ShownReport(settings, out, json, "drill");
      DrillReport report = shown.of(result, watcher, DrillReport.class);
      boolean wantsYes = planOnly && !dryRun && !report.verdict().equals("REFUSED");
      if (wantsYes) {
        watcher.say("this is a configured environment: start the drill with --yes");
      }
      shown.print(report, watcher.reportPath(), null);
      return wantsYes ? ExitCodes.REFUSED : exitCode(report);
    }
  }

  /** What was typed, before anything is started or brought up for it. */
  private void requireTyped() {
    List<String> problems =
        new ArrayList<>(
            new DrillRequest(group, mode, target, fault, reason, settings.user(), dryRun, Map.of())
                .problems());
    problems.addAll(Places.problems(settings, group, target));
    if (!problems.isEmpty()) {
      throw new CliException(ExitCodes.USAGE, String.join("; ", problems));
    }
  }

  private static int exitCode(DrillReport report) {
    return switch (report.verdict()) {
      case "PASSED", "PLANNED" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }

  private Map<String, Object> request(boolean planOnly) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", group);
    put(request, "mode", mode);
    put(request, "target", target);
    put(request, "fault", fault);
    put(request, "reason", reason);
    request.put("startedBy", settings.user());
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
