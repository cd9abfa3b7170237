package io.traceo.workflows.capacity;

import io.traceo.workflows.topology.RecoveryTier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is about: the groups that this namespace serves, and the settings.
 *
 * @param groups in the order of the topology
 * @param leftOut groups of the topology that are planned elsewhere, or by nobody
 * @param runbook null when there is none
 * @param simulated parts of what was loaded that are not real; empty in production
 * @param searchAttributes whether the namespace has them registered
 */
public record PlanScope(
    List<Group> groups,
    List<LeftOut> leftOut,
    @Nullable CapacityRunbook runbook,
    List<String> simulated,
    boolean searchAttributes) {
  public PlanScope {
    groups = groups == null ? List.of() : List.copyOf(groups);
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
    simulated = simulated == null ? List.of() : List.copyOf(simulated);
  }

  /**
   * A group that is planned.
   *
   * @param asked whether its clusters are asked and it is reported; else it only takes part in the
   *     split of the sizes
   * @param leader by the topology
   * @param followers the candidate targets
   * @param clusters regions whose cluster can be reached from the control workers
   */
  public record Group(
      String id,
      boolean asked,
      String leader,
      List<String> followers,
      RecoveryTier tier,
      List<String> clusters) {
    public Group {
      followers = followers == null ? List.of() : List.copyOf(followers);
      clusters = clusters == null ? List.of() : List.copyOf(clusters);
    }

    /** Leader and followers, the leader first. */
    public List<String> members() {
      List<String> all = new ArrayList<>();
      all.add(leader);
      all.addAll(followers);
      return all;
    }
  }

  /** A group that this plan is not about, with its regions and why. */
  public record LeftOut(String group, List<String> regions, String why) {
    public LeftOut {
      regions = regions == null ? List.of() : List.copyOf(regions);
    }
  }
}
