package io.traceo.workflows.capacity;

import io.traceo.workflows.budget.Budget;
import java.time.Duration;
import java.util.List;

/**
 * How a change goes through a group's regions.
 *
 * @param together regions that are changed at once; the leader is always alone, and last
 * @param ready how long the pods of a batch may take
 * @param hold how long a batch must stay well after that
 * @param gates what must be well meanwhile
 */
public record RolloutPolicy(int together, Budget ready, Duration hold, List<RolloutGate> gates) {
  public RolloutPolicy {
    gates = gates == null ? List.of() : List.copyOf(gates);
  }
}
