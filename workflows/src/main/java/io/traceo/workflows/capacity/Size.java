package io.traceo.workflows.capacity;

/**
 * How large a region's workload may be, in replicas.
 *
 * @param minimum the autoscaler's floor
 * @param maximum what it never goes above
 */
public record Size(int minimum, int maximum) {
  @Override
  public String toString() {
    return minimum + " to " + maximum;
  }
}
