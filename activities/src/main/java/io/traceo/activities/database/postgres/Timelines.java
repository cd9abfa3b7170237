package io.traceo.activities.database.postgres;

import java.util.List;

/**
 * The history of one member: its timelines, oldest first, each with the position at which the next
 * one left it; the last is its own and has no end. Pure.
 */
record Timelines(List<Era> eras) {
  Timelines {
    eras = List.copyOf(eras);
  }

  /**
   * One timeline.
   *
   * @param end {@link Long#MAX_VALUE} for the member's own
   */
  record Era(int timeline, long end) {}

  /** The timeline of a byte of the log. */
  int at(long position) {
    return eras.stream()
        .filter(era -> position < era.end())
        .mapToInt(Era::timeline)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Position up to which two histories are the same. Timelines are numbered by each member for
   * itself: the same number that began elsewhere is another history.
   *
   * @return {@link Long#MAX_VALUE} when both are on the same one; 0 when they have nothing in
   *     common
   */
  long partsFrom(Timelines other) {
    long same = 0;
    for (int i = 0; i < Math.min(eras.size(), other.eras.size()); i++) {
      Era mine = eras.get(i);
      Era theirs = other.eras.get(i);
      if (mine.timeline() != theirs.timeline()) {
        return same;
      }
      same = Math.min(mine.end(), theirs.end());
      if (mine.end() != theirs.end()) {
        return same;
      }
    }
    return same;
  }
}
