package io.traceo.workflows.group;

import org.jspecify.annotations.Nullable;

/**
 * What a group made of a report.
 *
 * @param incident its name, for example {@code na-3}; null when none is open
 * @param state what happened
 * @param detail in words: what the observers say, and what is done about it
 * @param run workflow id of the failover that answers it, null while none does
 */
public record IncidentAnswer(
    @Nullable String incident, State state, String detail, @Nullable String run) {
  /** What a report did. */
  public enum State {
    /** A new incident. */
    OPENED,
    /** Part of the open one. */
    JOINED,
    /** Every alert of it was taken back. */
    CLOSED,
    /** It was taken back, and no incident is open. */
    NONE
  }
}
