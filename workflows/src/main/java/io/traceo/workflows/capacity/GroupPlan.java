package io.traceo.workflows.capacity;

import io.traceo.workflows.topology.RecoveryTier;
import java.util.List;

/**
 * One group of a plan.
 *
 * @param leader that led when the plan was made
 * @param tierFactor what the tier costs, as a multiple of the capacity that the demand alone needs
 * @param tierCost per day: the price of the pods for the group's average demand, times the factor
 * @param rooms of each candidate target, should the leader be lost
 * @param rolloutCommand what rolls these sizes out, ready to be pasted
 */
public record GroupPlan(
    String group,
    String leader,
    RecoveryTier tier,
    double tierFactor,
    double tierCost,
    List<FailoverRoom> rooms,
    String rolloutCommand) {
  public GroupPlan {
    rooms = rooms == null ? List.of() : List.copyOf(rooms);
  }
}
