package io.traceo.workflows.capacity;

import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.activity.GroupActivities.Definition;
import java.util.List;

/**
 * What a rollout left behind that ended without taking it back: somebody terminated it.
 *
 * @param token of the grant that its successor holds
 * @param workflowId of the one that ended
 * @param closeStatus how
 * @param undo what is to be taken back, in the order in which it was changed
 */
public record LeftRollout(
    String token,
    Definition definition,
    String workflowId,
    String closeStatus,
    List<Application> undo) {
  public LeftRollout {
    undo = undo == null ? List.of() : List.copyOf(undo);
  }
}
