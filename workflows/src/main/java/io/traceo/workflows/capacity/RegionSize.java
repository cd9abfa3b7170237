package io.traceo.workflows.capacity;

/**
 * What a region is to have, in replicas.
 *
 * @param needed for the peak with its headroom, at the autoscaler's target
 * @param average for the average demand, at the autoscaler's target; not a whole number
 * @param size its share of the global minimum and maximum
 */
public record RegionSize(String region, int needed, double average, Size size) {

  /** What the autoscaler keeps on average: never below its floor, never above its maximum. */
  public double expected() {
    return Math.min(size.maximum(), Math.max(size.minimum(), average));
  }
}
