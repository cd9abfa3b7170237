package io.traceo.workflows.capacity;

import io.traceo.workflows.activity.CapacityActivities.Application;
import java.util.List;

/**
 * Changes of a rollout that may have happened, and were not taken back.
 *
 * @param undo in the order in which they were asked for
 */
public record LeftChanges(List<Application> undo) {
  public LeftChanges {
    undo = undo == null ? List.of() : List.copyOf(undo);
  }
}
