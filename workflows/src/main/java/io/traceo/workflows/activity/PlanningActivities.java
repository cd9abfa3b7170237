package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.capacity.PlanScope;
import io.traceo.workflows.capacity.RegionToday;
import java.util.List;

/**
 * What a plan of capacity asks beside histories and forecasts. Served by the control workers.
 * Changes nothing and is safe to repeat.
 *
 * <p>Failures: {@code Unreachable} and {@code NotReady} are retried; {@code InvalidRequest}, {@code
 * Forbidden} and {@code Conflict} (what is configured is not there) are final. Messages name the
 * region.
 */
@ActivityInterface(namePrefix = "Planning")
public interface PlanningActivities {

  /**
   * Which groups are planned here. {@code InvalidRequest} for a name that is unknown, or of a group
   * that is planned elsewhere.
   */
  PlanScope scope(ScopeRequest request);

  /**
   * What a region's cluster has: the workload's size, and how far quotas and nodes let it grow.
   * Quotas or nodes that may not be read are a room that is not known, and no failure.
   */
  RegionToday today(TodayQuery query);

  /**
   * @param groups that were named; empty for all
   */
  record ScopeRequest(List<String> groups) {
    public ScopeRequest {
      groups = groups == null ? List.of() : List.copyOf(groups);
    }
  }

  record TodayQuery(String group, String region) {}
}
