package io.traceo.workflows.group;

import java.time.Instant;

/**
 * One time in which a group reports but does not act by itself.
 *
 * @param fromMillis it begins
 * @param untilMillis it is over
 * @param why for people
 */
public record MaintenanceWindow(long fromMillis, long untilMillis, String why) {
  /** In words, its end in UTC. */
  public String text() {
    return "maintenance until " + Instant.ofEpochMilli(untilMillis) + ": " + why;
  }

  /** Whether this moment is in it. */
  boolean holds(long atMillis) {
    return fromMillis <= atMillis && atMillis < untilMillis;
  }
}
