package io.traceo.workflows.group;

import java.time.Instant;

/**
 * The last decision about whether a group acts, as it was recorded.
 *
 * @param armed whether it acts from then on; else it only observes
 * @param by who decided; a name that nobody proved says so itself
 * @param reason why
 * @param atMillis when, by Temporal's clock
 */
public record ArmDecision(boolean armed, String by, String reason, long atMillis) {

  /** The decision in words, with its time in UTC. */
  public String text() {
    return (armed ? "armed by " : "disarmed by ")
        + by
        + " at "
        + Instant.ofEpochMilli(atMillis)
        + ": "
        + reason;
  }
}
