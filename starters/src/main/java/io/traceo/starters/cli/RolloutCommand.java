package io.traceo.starters.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.traceo.workflows.capacity.Size;
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

/** {@code traceo capacity rollout}. */
@Command(
    name = "rollout",
    mixinStandardHelpOptions = true,
    description = {
      "Changes the autoscalers of a group, region by region: followers first, the leader last.",
      "The next one begins when the one before is ready and its gates are met; if one does not get",
      "there, or on Ctrl-C, every region that was touched gets back what it had.",
      "Look at the plan first: --dry-run asks the API servers too. Against a configured Temporal",
      "address it shows the plan and wants --yes."
    })
final class RolloutCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private GroupRun run = new GroupRun();

  @Option(
      names = "--size",
      paramLabel = "REGION=MIN:MAX",
      required = true,
      description = "replicas of a region, at least and at most; once for each region")
  private Map<String, String> sizes = new LinkedHashMap<>();

  @Option(
      names = "--force",
      description = "take over fields of the autoscalers that somebody else manages")
  private boolean force;

  RolloutCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    Map<String, Size> typed = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    sizes.forEach((region, size) -> typed.put(region, size(region, size, problems)));
    problems.addAll(Places.problems(settings, run.group, null));
    for (String region : sizes.keySet()) {
      Places.problems(settings, run.group, region).stream()
          .filter(p -> !problems.contains(p))
          .forEach(problems::add);
    }
    GroupRun.refuse(problems);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("sizes", typed);
    if (force) {
      more.put("force", true);
    }
    return new RolloutFollower(settings, spec.commandLine().getOut(), run).follow(more);
  }

  private static Size size(String region, String text, List<String> problems) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 2) {
        Size size =
            new Size(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
        problems.addAll(size.problems(region));
        return size;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    problems.add(
        "--size " + region + "=" + text + ": type it as REGION=MIN:MAX, such as us-west-2=30:300");
    return new Size(1, 1);
  }
}
