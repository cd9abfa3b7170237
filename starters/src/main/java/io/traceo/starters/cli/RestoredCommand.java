package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.traceo.starters.cli.Follower.OnStop;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.RestoredServersRequest;
import io.traceo.workflows.restore.RestoredServersResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traceo restored}. */
@Command(
    name = "restored",
    mixinStandardHelpOptions = true,
    description = {
      "The restored servers that stand beside a group: what a restore without --take-over leaves,",
      "and what one that is lost left. They stay until you remove them."
    },
    synopsisSubcommandLabel = "COMMAND")
final class RestoredCommand {
  private static final OnStop ON_STOP =
      new OnStop(
          true,
          Duration.ofSeconds(60),
          "stopping: a removal that has begun may have happened; Ctrl-C again leaves at once",
          "traceo restored list");

  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  RestoredCommand(Settings settings) {
    this.settings = settings;
  }

  @Command(
      description = {
        "All of them in a region, and whether they can be used.",
        "Asks that region's worker by a short run of type RestoredServers."
      },
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(index = "0", description = "replication group") String group,
      @Option(names = "--region", description = "where they stand; the cold region by default")
          @Nullable String region,
      @Option(names = "--json", description = "the whole answer as JSON") boolean json)
      throws JsonProcessingException {
    GroupRun.refuse(Places.problems(settings, group, region));
    GroupRun run = new GroupRun();
    run.group = group;
    run.json = json;
    try (Server server = Server.existing(settings, group)) {
      return print(ask(server, run, region, null, false), json);
    }
  }

  @Command(
      description = {
        "Ends one and removes its files. Its backup and the group's members are not touched.",
        "Refuses one that took over and is a member now, and one that is just being restored.",
        "Against a configured Temporal address it says what it would do and wants --yes."
      },
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin GroupRun run,
      @Parameters(index = "1", paramLabel = "ID", description = "as list shows it") String id,
      @Option(names = "--region", description = "where it stands; the cold region by default")
          @Nullable String region)
      throws JsonProcessingException {
    List<String> problems =
        new ArrayList<>(
            new RestoredServersRequest(
                    run.group, region, id, run.reason, settings.user(), run.dryRun, Map.of())
                .problems());
    problems.addAll(Places.problems(settings, run.group, region));
    GroupRun.refuse(problems);
    try (Server server = Server.existing(settings, run.group)) {
      boolean planOnly = run.planOnly(server);
      JsonNode answer = ask(server, run, region, id, planOnly);
      int code = print(answer, run.json);
      boolean wantsYes =
          planOnly && !run.dryRun && answer.path("outcome").asText().equals("PLANNED");
      if (wantsYes) {
        spec()
            .commandLine()
            .getErr()
            .println("this is a configured environment: remove with --yes");
      }
      return wantsYes ? ExitCodes.REFUSED : code;
    }
  }

  private JsonNode ask(
      Server server,
      GroupRun run,
      @Nullable String region,
      @Nullable String remove,
      boolean planOnly) {
    // One removal at a time; looks have ids of their own.
    String name =
        remove == null || planOnly ? run.group + "/" + System.currentTimeMillis() : remove;
    String id = WorkflowIds.restoredServers(name);
    Map<String, Object> request = run.request(settings, planOnly);
    if (region != null) {
      request.put("region", region);
    }
    if (remove != null) {
      request.put("remove", remove);
    }
    // What it does meanwhile is told beside the answer, so that what reads that needs not care.
    RunWatcher watcher = new RunWatcher(spec().commandLine().getErr(), false);
    WorkflowStub started = Runs.start(server, "RestoredServers", id, request);
    return new Follower(id, started, watcher, ON_STOP)
        .result()
        .orElseThrow(() -> new CliException(ExitCodes.FAILED, id + " was cancelled"));
  }

  private int print(JsonNode answer, boolean json) throws JsonProcessingException {
    RestoredServersResult result = Json.mapper().treeToValue(answer, RestoredServersResult.class);
    PrintWriter out = spec().commandLine().getOut();
    out.println(json ? answer.toString() : RestoredText.render(result));
    out.flush();
    return switch (result.outcome()) {
      case "LISTED", "PLANNED", "DONE", "ALREADY" -> ExitCodes.OK;
      case "REFUSED" -> ExitCodes.REFUSED;
      default -> ExitCodes.FAILED;
    };
  }

  private CommandSpec spec() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("not started by the command line");
    }
    return known;
  }
}
