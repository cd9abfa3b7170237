package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.evidence.KeptReport;
import io.traceo.activities.evidence.ReportStore;
import io.traceo.activities.evidence.RolloutText;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
      CapacityRolloutReport report =
          result.isPresent()
              ? Json.mapper().treeToValue(result.get(), CapacityRolloutReport.class)
              : keptReport(watcher);
      boolean wantsYes = planOnly && !run.dryRun && report.verdict().equals("PLANNED");
      if (wantsYes) {
        watcher.say("this is a configured environment: start the rollout with --yes");
      }
      print(report, watcher.reportPath());
      return wantsYes ? ExitCodes.REFUSED : exitCode(report.verdict());
    }
  }

  /** A stopped run returns nothing, but has kept its report. */
  private CapacityRolloutReport keptReport(RunWatcher watcher) {
    String reportId = watcher.reportId();
    if (reportId == null) {
      throw new CliException(
          ExitCodes.FAILED,
          "the rollout was stopped before it kept a report; see its status: traceo status "
              + run.group);
    }
    try {
      if (new ReportStore(settings.reports()).load(reportId, new ArrayList<>())
          instanceof KeptReport.OfRollout rollout) {
        return rollout.content();
      }
      throw new CliException(ExitCodes.FAILED, reportId + " is no report of a rollout");
    } catch (IOException e) {
      throw new CliException(
          ExitCodes.FAILED,
          "the rollout was stopped; its report "
              + reportId
              + " is not here but where its workers keep reports: "
              + watcher.reportPath());
    }
  }

  private void print(CapacityRolloutReport report, @Nullable String path)
      throws JsonProcessingException {
    if (run.json) {
      out.println(Json.mapper().writeValueAsString(report));
    } else {
      out.println("\n" + RolloutText.render(report, ShownNotes.NONE));
      if (path != null) {
        out.println("kept as " + path);
        out.println("to read it in a browser: traceo report open " + report.reportId());
      }
    }
    out.flush();
  }

  private static int exitCode(String verdict) {
    return switch (verdict) {
      case "DONE", "PLANNED" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }
}
