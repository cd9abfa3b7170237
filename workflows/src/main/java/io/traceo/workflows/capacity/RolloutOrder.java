package io.traceo.workflows.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which region comes when: the least risk first. Followers, among them the cold one, come before
 * the leader, which carries the writes; the region with the smaller floor, and so with less of the
 * demand, comes before the larger. The leader is alone, and last.
 */
final class RolloutOrder {
  private RolloutOrder() {}

  /**
   * Batches of regions.
   *
   * @param together followers at most in one batch
   */
  static List<List<RegionChange>> batches(List<RegionChange> changes, int together) {
    List<RegionChange> followers =
        changes.stream()
            .filter(c -> !c.leads())
            .sorted(
                Comparator.comparingInt(RegionChange::floor).thenComparing(RegionChange::region))
            .toList();
    List<List<RegionChange>> batches = new ArrayList<>();
    for (int from = 0; from < followers.size(); from += together) {
      batches.add(followers.subList(from, Math.min(followers.size(), from + together)));
    }
    changes.stream().filter(RegionChange::leads).forEach(leader -> batches.add(List.of(leader)));
    return batches;
  }
}
