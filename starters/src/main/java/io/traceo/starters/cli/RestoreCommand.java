package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.RestoreRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Restores a group's database from its backups and its archived log, into its cold region.",
      "By default the newest state, beside the group and isolated from it. With --take-over the",
      "restored server becomes the group's leader: for a group whose members are lost.",
      "Look at the plan first: --dry-run. Against a configured Temporal address it shows the plan",
      "and wants --yes."
    })
final class RestoreCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private GroupRun run = new GroupRun();

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      description =
          "latest (default), a time with its zone (2026-11-25T03:00:00Z), a position (0/5000028),"
              + " or backup: the first moment at which --backup is consistent")
  private @Nullable String to;

  @Option(names = "--backup", paramLabel = "ID", description = "start from this backup")
  private @Nullable String backup;

  @Option(names = "--region", description = "where to restore; the cold region by default")
  private @Nullable String region;

  @Option(names = "--take-over", description = "the restored server is to lead the group")
  private boolean takeOver;

  @Option(
      names = "--lost",
      split = ",",
      paramLabel = "REGION",
      description = "members that you declare gone: a take-over waits for nobody else")
  private @Nullable List<String> lost;

  @Option(
      names = "--accept-loss",
      description = "yes to the loss that the plan names; a take-over needs it")
  private boolean acceptLoss;

  RestoreCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    requireTyped();
    return new RestoreFollower(settings, spec.commandLine().getOut(), run, "restore")
        .follow("Restore", WorkflowIds.restore(run.group), more());
  }

  private void requireTyped() {
    List<String> gone = lost == null ? List.of() : lost;
    List<String> problems =
        new ArrayList<>(
            new RestoreRequest(
                    run.group,
                    to,
                    backup,
                    region,
                    takeOver,
                    gone,
                    acceptLoss,
                    run.reason,
                    settings.user(),
                    run.dryRun,
                    null,
                    Map.of())
                .problems());
    problems.addAll(Places.problems(settings, run.group, region));
    gone.stream()
        .flatMap(r -> Places.problems(settings, run.group, r).stream())
        .filter(p -> !problems.contains(p))
        .forEach(problems::add);
    GroupRun.refuse(problems);
  }

  private Map<String, Object> more() {
    Map<String, Object> more = new LinkedHashMap<>();
    put(more, "to", to);
    put(more, "backup", backup);
    put(more, "region", region);
    if (takeOver) {
      more.put("takeOver", true);
    }
    if (lost != null) {
      more.put("lost", lost);
    }
    if (acceptLoss) {
      more.put("acceptLoss", true);
    }
    return more;
  }

  private static void put(Map<String, Object> request, String name, @Nullable String value) {
    if (value != null) {
      request.put(name, value);
    }
  }
}
