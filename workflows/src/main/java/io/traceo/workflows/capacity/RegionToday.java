package io.traceo.workflows.capacity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region's cluster has now.
 *
 * @param replicas that its Deployment wants
 * @param autoscaler bounds; null without an autoscaler
 * @param pod what one pod requests, in words
 * @param quota how many replicas the namespace's quotas allow in all
 * @param nodes how many replicas fit on schedulable nodes in all
 */
public record RegionToday(
    String group,
    String region,
    int replicas,
    @Nullable Size autoscaler,
    String pod,
    Room quota,
    Room nodes) {

  /**
   * Room for a workload, counted with what it has already.
   *
   * @param replicas null when nothing limits them, or it is not known
   * @param known false when it could not be found out
   * @param detail what limits and by how much, or why it is not known
   */
  public record Room(@Nullable Integer replicas, boolean known, String detail) {
    /** So many. */
    public static Room of(int replicas, String detail) {
      return new Room(replicas, true, detail);
    }

    /** Nothing limits. */
    public static Room free(String detail) {
      return new Room(null, true, detail);
    }

    /** It could not be found out. */
    public static Room unknown(String detail) {
      return new Room(null, false, detail);
    }
  }

  /** What could not be found out, in words. */
  public List<String> unknowns() {
    return java.util.stream.Stream.of(quota, nodes)
        .filter(r -> !r.known())
        .map(Room::detail)
        .toList();
  }
}
