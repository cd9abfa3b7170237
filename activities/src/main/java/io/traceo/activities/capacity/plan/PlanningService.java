package io.traceo.activities.capacity.plan;

import io.traceo.activities.Failures;
import io.traceo.activities.cluster.kubernetes.ClusterFacts;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.topology.Configuration;
import io.traceo.workflows.activity.PlanningActivities;
import io.traceo.workflows.capacity.PlanScope;
import io.traceo.workflows.capacity.PlanScope.LeftOut;
import io.traceo.workflows.capacity.RegionToday;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link PlanningActivities} of one control place: it plans the groups that it controls. */
public final class PlanningService implements PlanningActivities {
  private final PlaceConfig config;
  private final Configuration configuration;
  private final boolean searchAttributes;
  private final ClusterFacts clusters;

  /**
   * @param config its {@code place} is compared with where the topology controls a group from
   * @param searchAttributes whether the namespace has them registered
   */
  public PlanningService(
      PlaceConfig config, Configuration configuration, boolean searchAttributes) {
    this.config = config;
    this.configuration = configuration;
    this.searchAttributes = searchAttributes;
    this.clusters = new ClusterFacts(config);
  }

  @Override
  public PlanScope scope(ScopeRequest request) {
    List<PlanScope.Group> served = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (String name : request.groups()) {
      if (configuration.topology().group(name).isEmpty()) {
        refusals.add("unknown group " + name + "; known groups: " + known());
      }
    }
    for (ReplicationGroup group : configuration.topology().groups()) {
      String why = elsewhere(group);
      boolean named = request.groups().contains(group.id());
      if (why == null) {
        served.add(served(group, request.groups().isEmpty() || named));
      } else {
        leftOut.add(new LeftOut(group.id(), group.members(), why));
        if (named) {
          refusals.add("group " + group.id() + " is not planned here: " + why);
        }
      }
    }
    if (served.isEmpty()) {
      refusals.add(config.place() + " controls no group");
    }
    if (!refusals.isEmpty()) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, String.join("; ", refusals));
    }
    return new PlanScope(
        served, leftOut, configuration.capacity(), config.simulated(), searchAttributes);
  }

  /** Why a group is not planned here; null when it is. */
  private @Nullable String elsewhere(ReplicationGroup group) {
    if (!group.control().equals(config.place())) {
      return group.isolation() != null
          ? "it is isolated: it plans in its own namespace, from "
              + group.control()
              + ", and its demand never leaves it"
          : "it is controlled from " + group.control();
    }
    return config.groups().containsKey(group.id())
        ? null
        : "the configuration of "
            + config.place()
            + " has no access to it (groups."
            + group.id()
            + ")";
  }

  private PlanScope.Group served(ReplicationGroup group, boolean asked) {
    GroupAccess access = config.groups().get(group.id());
    return new PlanScope.Group(
        group.id(),
        asked,
        group.leader(),
        group.followers(),
        group.tier(),
        group.members().stream()
            .filter(m -> access != null && access.clusters().containsKey(m))
            .toList());
  }

  private String known() {
    return configuration.topology().groups().stream()
        .map(ReplicationGroup::id)
        .collect(Collectors.joining(", "));
  }

  @Override
  public RegionToday today(TodayQuery query) {
    return clusters.today(query.group(), query.region());
  }
}
