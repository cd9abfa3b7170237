package io.traceo.workflows.group;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a group that only observes would have done.
 *
 * @param atMillis when it would have decided, by Temporal's clock
 * @param from leader it would have moved away from
 * @param because the verdict; null in a line that an earlier version wrote
 * @param to region that would lead, null when none may or it is not known yet
 * @param why that region and not another, or why none
 * @param end what became of the alarm, null while it goes on
 * @param endedAtMillis when it ended
 */
public record WouldHave(
    long atMillis,
    String from,
    @Nullable Verdict because,
    @Nullable String to,
    @Nullable String why,
    @Nullable End end,
    @Nullable Long endedAtMillis) {

  /** What became of it; counted as {@link Alarms} says. */
  public enum End {
    FALSE_ALARM,
    MISSED_OUTAGE,
    /** Another region leads: a person or another run answered it. */
    MOVED
  }

  /** A line that an earlier version kept; decoders use it. */
  public static WouldHave valueOf(String line) {
    return new WouldHave(0, "", null, null, line, null, null);
  }

  WouldHave knowing(@Nullable String target, String reason) {
    return new WouldHave(atMillis, from, because, target, reason, end, endedAtMillis);
  }

  WouldHave ended(End how, long now) {
    return new WouldHave(atMillis, from, because, to, why, how, now);
  }

  /** One line for people, times in UTC. */
  public String text() {
    if (because == null) {
      return String.valueOf(why);
    }
    return "would have failed over at "
        + Instant.ofEpochMilli(atMillis)
        + " from "
        + from
        + ", because "
        + because
        + ", to "
        + (to == null ? "nobody" : to)
        + (why == null ? "" : " (" + why + ")")
        + "; "
        + became();
  }

  private String became() {
    if (end == null || endedAtMillis == null) {
      return "not over yet";
    }
    String after = Duration.ofMillis(endedAtMillis - atMillis).toMillis() + " ms";
    return switch (end) {
      case FALSE_ALARM -> "false alarm, " + from + " led and wrote again after " + after;
      case MISSED_OUTAGE -> "missed outage, " + from + " led and wrote again after " + after;
      case MOVED -> "another region led after " + after;
    };
  }
}
