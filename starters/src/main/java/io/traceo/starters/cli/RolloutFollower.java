package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Starts a rollout of capacity, follows it and shows its report. */
record RolloutFollower(Settings settings, PrintWriter out, GroupRun run) {
  private static final OnStop ON_STOP =
      new OnStop(
          true,
          Duration.ofSeconds(90),
          "stopping: every region that was touched gets back what it had, up to 90 s; Ctrl-C again"
              + " leaves at once, and it goes on taking back",
          "its report with traceo report list, and the run in the Web UI");

  /**
   * @param more of the start record
   */
  int follow(Map<String, Object> more) throws JsonProcessingException {
    RunWatcher watcher = new RunWatcher(out, run.json);
    try (Server server = Server.existing(settings, run.group)) {
      boolean planOnly = run.planOnly(server);
      Map<String, Object> request = run.request(settings, planOnly);
      request.putAll(more);
      String id = WorkflowIds.capacityRollout(run.group) + (planOnly ? "/plan" : "");
      WorkflowStub started = Runs.start(server, "CapacityRollout", id, request);
      Optional<JsonNode> result = new Follower(id, started, watcher, ON_STOP).result();
      ShownReport shown = new ShownReport(settings, out, run.json, "rollout");
      CapacityRolloutReport report = shown.of(result, watcher, CapacityRolloutReport.class);
      boolean wantsYes = planOnly && !run.dryRun && report.verdict().equals("PLANNED");
      if (wantsYes) {
        watcher.say("this is a configured environment: start the rollout with --yes");
      }
      shown.print(report, watcher.reportPath(), null);
      return wantsYes ? ExitCodes.REFUSED : exitCode(report.verdict());
    }
  }

  private static int exitCode(String verdict) {
    return switch (verdict) {
      case "DONE", "PLANNED" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }
}
