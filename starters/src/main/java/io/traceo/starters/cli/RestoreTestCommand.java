package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.restore.BackupRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code traceo restore-test}. */
@Command(
    name = "restore-test",
    mixinStandardHelpOptions = true,
    description = {
      "Restores the newest backup of a group to scratch, checks and measures it, and throws it",
      "away. GREEN or RED, with the reason; the group's own servers are not touched.",
      "Against a configured Temporal address it shows the plan and wants --yes."
    })
final class RestoreTestCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private GroupRun run = new GroupRun();

  RestoreTestCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    List<String> problems =
        new ArrayList<>(
            new BackupRequest(run.group, run.reason, settings.user(), run.dryRun, Map.of())
                .problems());
    problems.addAll(Places.problems(settings, run.group, null));
    GroupRun.refuse(problems);
    return new RestoreFollower(settings, spec.commandLine().getOut(), run, "restore test")
        .follow("RestoreTest", WorkflowIds.restoreTest(run.group), Map.of());
  }
}
