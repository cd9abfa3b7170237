package io.traceo.starters.cli;

import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.topology.Region;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups and regions that were typed, held against the topology before anything starts. */
final class Places {
  private Places() {}

  /**
   * What is unknown. Against a configured server nothing is said here: it has a topology of its
   * own, and refuses by itself.
   */
  static List<String> problems(Settings settings, String group, @Nullable String target) {
    List<String> problems = new ArrayList<>();
    if (TemporalAddress.configured(settings).isPresent()) {
      return problems;
    }
    Configuration known =
        Configuration.check(settings.runbooks().resolve("topology.yaml"), settings.runbooks())
            .configuration();
    if (known == null) {
      return problems;
    }
    List<String> groups = known.topology().groups().stream().map(ReplicationGroup::id).toList();
    if (!groups.contains(group)) {
      problems.add("unknown group " + group + "; known groups are " + String.join(", ", groups));
    }
    List<String> regions = known.topology().regions().stream().map(Region::id).toList();
    if (target != null && !regions.contains(target)) {
      problems.add(
          "unknown region " + target + "; known regions are " + String.join(", ", regions));
    }
    return problems;
  }
}
