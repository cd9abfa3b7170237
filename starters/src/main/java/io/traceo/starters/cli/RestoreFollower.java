package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.activities.evidence.KeptReport;
import io.traceo.activities.evidence.ReportStore;
import io.traceo.activities.evidence.RestoreText;
import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.activities.evidence.words.PlanFacts;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.restore.RestoreReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
      RestoreReport report =
          result.isPresent()
              ? Json.mapper().treeToValue(result.get(), RestoreReport.class)
              : keptReport(watcher);
      boolean wantsYes = planOnly && !run.dryRun && report.verdict().equals("PLANNED");
      if (wantsYes) {
        watcher.say("this is a configured environment: start the " + what + " with --yes");
      }
      print(report, watcher.reportPath());
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

  /** A stopped run returns nothing, but has kept its report. */
  private RestoreReport keptReport(RunWatcher watcher) {
    String reportId = watcher.reportId();
    String stopped = "the " + what + " was stopped; ";
    if (reportId == null) {
      throw new CliException(ExitCodes.FAILED, stopped + "it had not begun to write a report");
    }
    try {
      if (new ReportStore(settings.reports()).load(reportId, new ArrayList<>())
          instanceof KeptReport.OfRestore restore) {
        return restore.content();
      }
      throw new CliException(
          ExitCodes.FAILED, stopped + "what is kept as " + reportId + " is no restore's report");
    } catch (IOException e) {
      throw new CliException(
          ExitCodes.FAILED,
          stopped
              + "its report "
              + reportId
              + " is not here but where its workers keep reports: "
              + watcher.reportPath());
    }
  }

  private void print(RestoreReport report, @Nullable String path) throws JsonProcessingException {
    if (run.json) {
      out.println(Json.mapper().writeValueAsString(report));
    } else {
      out.println("\n" + RestoreText.render(report, notesOf(report)));
      out.println(path == null ? "kept nowhere" : "kept as " + path);
      if (report.endpoint() != null) {
        out.println("it stands until you remove it: traceo restored list " + run.group);
      }
      if (path != null) {
        out.println("to read it in a browser: traceo report open " + report.reportId());
      }
    }
    out.flush();
  }

  private ShownNotes notesOf(RestoreReport report) {
    try {
      return new ReportStore(settings.reports()).notes(KeptReport.of(report));
    } catch (IOException e) {
      return ShownNotes.NONE;
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
