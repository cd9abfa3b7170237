package io.traceo.workflows.capacity;

import io.traceo.workflows.restore.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * How a group's capacity is planned and changed: {@code runbooks/capacity.yaml}.
 *
 * @param schedule of the plan; a rollout is only ever started by somebody
 * @param autoscaler what every region's autoscaler is to be like
 * @param rollout how a change goes through the regions
 * @param plan what a plan is made from; null in what an earlier version wrote
 */
public record CapacityRunbook(
    Schedule schedule,
    AutoscalerPolicy autoscaler,
    RolloutPolicy rollout,
    @Nullable PlanPolicy plan) {

  /** For rollouts alone. */
  public CapacityRunbook(Schedule schedule, AutoscalerPolicy autoscaler, RolloutPolicy rollout) {
    this(schedule, autoscaler, rollout, null);
  }
}
