package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.evidence.words.PlanFacts;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.restore.RestoreReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a restore or a restore test, follows it and shows its report.
 *
 * @param what for people, for example {@code restore}
 */
record RestoreFollower(Settings settings, PrintWriter out, GroupRun run, String what) {
  private static final OnStop ON_STOP =
      new OnStop(
          true,
          Duration.ofSeconds(60),
          "stopping: what was restored so far is removed first, up to 60 s; a take-over that has"
              + " promoted goes on to its end; Ctrl-C again leaves at once",
          "its report with traceo report list, and the run in the Web UI");

  /**
   * @param type of the workflow
   * @param id that it has when more than a plan is wanted
   * @param more of the start record
   */
  int follow(String type, String id, Map<String, Object> more) throws JsonProcessingException {
    RunWatcher watcher = new RunWatcher(out, run.json, RestoreFollower::lines);
    try (Server server = Server.existing(settings, run.group)) {
      boolean planOnly = run.planOnly(server);
      Map<String, Object> request = run.request(settings, planOnly);
      request.putAll(more);
      String named = id + (planOnly ? "/plan" : "");
      WorkflowStub started = Runs.start(server, type, named, request);
      Optional<JsonNode> result = new Follower(named, started, watcher, ON_STOP).result();
      ShownReport shown = new ShownReport(settings, out, run.json, what);
      RestoreReport report = shown.of(result, watcher, RestoreReport.class);
      boolean wantsYes = planOnly && !run.dryRun && report.verdict().equals("PLANNED");
      if (wantsYes) {
        watcher.say("this is a configured environment: start the " + what + " with --yes");
      }
      shown.print(
          report,
          watcher.reportPath(),
          report.endpoint() == null
              ? null
              : "it stands until you remove it: traceo restored list " + run.group);
      return wantsYes ? ExitCodes.REFUSED : exitCode(report.verdict());
    }
  }

  /** Before anything is touched, and while it runs; what can't be read is no reason to stop. */
  private static List<String> lines(JsonNode plan) {
    if (!plan.isObject()) {
      return List.of();
    }
    try {
      return PlanFacts.of(Json.mapper().treeToValue(plan, RestoreOutlook.class)).stream()
          .map(f -> "%-8s %s".formatted(f.name(), f.value()))
          .toList();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private static int exitCode(String verdict) {
    return switch (verdict) {
      case "GREEN", "DONE", "PLANNED" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }
}
