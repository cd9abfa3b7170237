package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.contract.WorkflowIds;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo backups}. */
@Command(
    name = "backups",
    mixinStandardHelpOptions = true,
    description = "What backups a group has, as its cold region's store says.",
    synopsisSubcommandLabel = "COMMAND")
final class BackupsCommand {
  private static final OnStop ON_STOP =
      new OnStop(
          true, Duration.ofSeconds(10), "stopping; nothing was changed", "the run in the Web UI");

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  BackupsCommand(Settings settings) {
    this.settings = settings;
  }

  @Command(
      description = {
        "All of them, the newest first, and how far the archive of the log is.",
        "Asks the cold region's worker by a short run of type BackupStock."
      },
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(index = "0", description = "replication group") String group,
      @Option(names = "--json", description = "the whole answer as JSON") boolean json)
      throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    GroupRun.refuse(Places.problems(settings, group, null));
    // What it does meanwhile is told beside the answer, so that what reads that needs not care.
    RunWatcher watcher = new RunWatcher(spec.commandLine().getErr(), false);
    try (Server server = Server.existing(settings, group)) {
      String id = WorkflowIds.backupStock(group + "/" + System.currentTimeMillis());
      WorkflowStub run = Runs.start(server, "BackupStock", id, Map.of("group", group));
      JsonNode answer =
          new Follower(id, run, watcher, ON_STOP)
              .result()
              .orElseThrow(() -> new CliException(ExitCodes.FAILED, id + " was cancelled"));
      out.println(
          json
              ? answer.toString()
              : StockText.render(
                  group,
                  Json.mapper().treeToValue(answer, Stock.class),
                  System.currentTimeMillis()));
      out.flush();
      return ExitCodes.OK;
    }
  }
}
