package io.traceo.workflows.capacity;

import io.traceo.workflows.restore.Schedule;

/**
 * How a group's capacity is planned and changed: {@code runbooks/capacity.yaml}.
 *
 * @param schedule of the plan; a rollout is only ever started by somebody
 * @param autoscaler what every region's autoscaler is to be like
 * @param rollout how a change goes through the regions
 */
public record CapacityRunbook(
    Schedule schedule, AutoscalerPolicy autoscaler, RolloutPolicy rollout) {}
