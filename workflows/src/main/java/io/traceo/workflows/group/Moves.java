package io.traceo.workflows.group;

import io.traceo.workflows.topology.Flapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the leader changed, and how often it went to and fro: by moves that nobody planned, and by
 * leaders that were called dead and came back without one. Plain state without clock.
 */
final class Moves {
  private static final int KEPT = 20;

  private final List<Long> unrest = new ArrayList<>();
  private @Nullable Long lastMillis;

  Moves(@Nullable Long lastMillis, List<Long> unrest) {
    this.lastMillis = lastMillis;
    this.unrest.addAll(unrest);
  }

  /** When the leader last changed; null when it never did. */
  @Nullable Long lastMillis() {
    return lastMillis;
  }

  /** Every move that nobody planned, and every leader that came back by itself; bounded. */
  List<Long> unrest() {
    return List.copyOf(unrest);
  }

  /**
   * The leader changed.
   *
   * @param unplanned by an outage that nobody announced
   */
  void moved(long now, boolean unplanned) {
    lastMillis = now;
    if (unplanned) {
      add(now);
    }
  }

  /** The leader was called dead, and is well again without a move. */
  void cameBack(long now) {
    add(now);
  }

  /** When the first of too many was; null when there are not too many. */
  @Nullable Long flapsSince(Flapping rule, long now) {
    List<Long> recent = unrest.stream().filter(at -> now - at < rule.within().toMillis()).toList();
    return recent.size() < rule.moves() ? null : recent.get(recent.size() - rule.moves());
  }

  private void add(long now) {
    unrest.add(now);
    if (unrest.size() > KEPT) {
      unrest.remove(0);
    }
  }
}
