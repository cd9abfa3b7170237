package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * When a group moves to and fro. Then a further move is held and paged while somebody still reaches
 * the leader; one that nobody reaches is replaced all the same.
 *
 * @param moves so many unplanned moves and outages that ended by themselves are too many
 * @param within this time
 */
public record Flapping(int moves, Duration within) {
  /** Three within an hour. */
  public static final Flapping DEFAULT = new Flapping(3, Duration.ofHours(1));

  public Flapping {
    moves = moves <= 0 ? 3 : moves;
    within = within == null ? Duration.ofHours(1) : within;
  }
}
