package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.BackupRequest;
import io.traceo.workflows.restore.BackupResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a base backup of a group into its cold region's store, encrypted and checked, and",
      "removes what need not be kept any longer. The group goes on meanwhile.",
      "Against a configured Temporal address it shows the plan and wants --yes."
    })
final class BackupCommand implements Callable<Integer> {
  private static final OnStop ON_STOP =
      new OnStop(
          true,
          Duration.ofSeconds(60),
          "stopping: what was copied so far counts as no backup; Ctrl-C again leaves at once",
          "traceo backups list");

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private GroupRun run = new GroupRun();

  BackupCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    RunWatcher watcher = new RunWatcher(out, run.json);
    requireTyped();
    try (Server server = Server.existing(settings, run.group)) {
      boolean planOnly = run.planOnly(server);
      String id = WorkflowIds.backup(run.group) + (planOnly ? "/plan" : "");
      WorkflowStub backup = Runs.start(server, "Backup", id, run.request(settings, planOnly));
      JsonNode answer =
          new Follower(id, backup, watcher, ON_STOP)
              .result()
              .orElseThrow(
                  () ->
                      new CliException(
                          ExitCodes.FAILED,
                          id + " was cancelled; what it had copied counts as no backup"));
      BackupResult result = Json.mapper().treeToValue(answer, BackupResult.class);
      boolean wantsYes = planOnly && !run.dryRun && result.outcome().equals("PLANNED");
      if (wantsYes) {
        watcher.say("this is a configured environment: start the backup with --yes");
      }
      out.println(run.json ? answer.toString() : BackupText.render(result));
      out.flush();
      return wantsYes ? ExitCodes.REFUSED : exitCode(result.outcome());
    }
  }

  private void requireTyped() {
    List<String> problems =
        new ArrayList<>(
            new BackupRequest(run.group, run.reason, settings.user(), run.dryRun, Map.of())
                .problems());
    problems.addAll(Places.problems(settings, run.group, null));
    GroupRun.refuse(problems);
  }

  private static int exitCode(String outcome) {
    return switch (outcome) {
      case "DONE", "PLANNED" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }
}
