package io.traceo.starters.cli;

import io.traceo.activities.check.GroupPlaces;
import io.traceo.activities.check.Independence;
import io.traceo.activities.check.LiveCheck;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.topology.Configuration;
import io.traceo.activities.topology.Finding;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import io.traceo.workflows.topology.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code traceo check}. Loads nothing of Temporal: it is to answer at once. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks topology and runbooks; prints every finding, exits 1 on an ERROR.")
final class CheckCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--topology", description = "file (runbooks/topology.yaml)")
  private @Nullable Path topology;

  @Option(names = "--runbooks", description = "folder (runbooks)")
  private @Nullable Path runbooks;

  @Option(
      names = "--live",
      description =
          "ask the systems too: those that the places reach whose configurations TRACEO_PLACE"
              + " names (several as in PATH), or those of the lab that is up")
  private boolean live;

  @Option(
      names = "--without",
      paramLabel = "REGION",
      description = "prove that the failover of every group that REGION leads needs nothing there")
  private @Nullable String without;

  @Option(names = "--json", description = "one finding a line")
  private boolean json;

  CheckCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not started by the command line");
    }
    CheckText text = new CheckText(spec.commandLine().getOut(), json);
    Path folder = runbooks == null ? settings.runbooks() : runbooks;
    Path file = topology == null ? folder.resolve("topology.yaml") : topology;
    Configuration.Checked checked = Configuration.check(file, folder);
    text.findings(checked.findings());
    Configuration configuration = checked.configuration();
    if (configuration == null) {
      text.say("refused: correct every ERROR above, then check again");
      return ExitCodes.FAILED;
    }
    List<Finding> found = new ArrayList<>(checked.findings());
    if (without != null) {
      found.addAll(independence(configuration.topology(), checked, without, text));
    }
    if (live) {
      found.addAll(ask(configuration.topology(), checked, text));
    }
    text.say(
        "checked: regions %d, groups %d, findings %d"
            .formatted(
                configuration.topology().regions().size(),
                configuration.topology().groups().size(),
                found.size()));
    return found.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR)
        ? ExitCodes.FAILED
        : ExitCodes.OK;
  }

  private List<Finding> independence(
      Topology known, Configuration.Checked checked, String region, CheckText text) {
    if (known.region(region).isEmpty()) {
      throw CliException.environment(
          "unknown region "
              + region
              + "; known regions are "
              + String.join(", ", known.regions().stream().map(Region::id).toList()));
    }
    GroupPlaces places = new GroupPlaces(PlaceFile.find(settings));
    Independence result =
        Independence.of(
            known,
            checked.inTopology(),
            region,
            places,
            places.places().isEmpty() ? null : PlaceFile.temporal(settings));
    text.findings(result.findings());
    text.proofs(result.proofs());
    if (known.groups().stream().noneMatch(g -> g.leader().equals(region))) {
      text.say(region + " leads no group: nothing would fail over");
    } else if (places.places().isEmpty()) {
      text.say(
          "decided from the topology alone: with TRACEO_PLACE set to a place's configuration, or a"
              + " lab that is up, also from addresses and secrets");
    }
    return result.findings();
  }

  private List<Finding> ask(Topology known, Configuration.Checked checked, CheckText text) {
    GroupPlaces places = new GroupPlaces(PlaceFile.find(settings));
    if (places.places().isEmpty()) {
      throw CliException.environment(
          "--live has nobody to ask: set TRACEO_PLACE to the configuration of a place, or bring a"
              + " lab up: traceo lab up --detach");
    }
    LiveCheck check = new LiveCheck(known, places, checked.inTopology());
    List<Finding> found = check.check();
    text.findings(found);
    Map<String, List<String>> asked = check.asked();
    for (PlaceConfig place : places.places()) {
      List<String> groups = asked.getOrDefault(place.place(), List.of());
      text.say(
          "asked from " + place.place() + ": " + (groups.isEmpty() ? "nothing" : list(groups)));
    }
    List<String> left =
        known.groups().stream()
            .map(ReplicationGroup::id)
            .filter(id -> asked.values().stream().noneMatch(groups -> groups.contains(id)))
            .toList();
    if (!left.isEmpty()) {
      text.say("not reached from there: " + list(left));
    }
    return found;
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}
