package io.traceo.workflows.group;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nobody moves the group: it reports but does not act by itself, and lets no planned move begin.
 *
 * @param by who
 * @param reason why
 * @param atMillis since when
 * @param untilMillis until when; null until somebody lifts it
 */
public record Freeze(String by, String reason, long atMillis, @Nullable Long untilMillis) {

  /** In words, with its times in UTC. */
  public String text() {
    return "frozen by "
        + by
        + " at "
        + Instant.ofEpochMilli(atMillis)
        + (untilMillis == null ? "" : " until " + Instant.ofEpochMilli(untilMillis))
        + ": "
        + reason;
  }

  boolean over(long now) {
    return untilMillis != null && untilMillis <= now;
  }
}
