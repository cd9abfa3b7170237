package io.traceo.starters.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment to come as people type it: a time with its zone, or how long from now. */
final class Until {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

  private Until() {}

  /**
   * The moment.
   *
   * @throws CliException for what is neither, or is over already
   */
  static Instant of(String typed, Instant now) {
    Instant until = parse(typed.strip(), now);
    if (!until.isAfter(now)) {
      throw new CliException(
          ExitCodes.USAGE, "--until " + typed + " is over already; name a later time");
    }
    return until;
  }

  private static Instant parse(String typed, Instant now) {
    Matcher span = SPAN.matcher(typed);
    if (span.matches()) {
      long amount = Long.parseLong(span.group(1));
      return now.plus(
          switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          });
    }
    try {
      return OffsetDateTime.parse(typed).toInstant();
    } catch (DateTimeException e) {
      throw new CliException(
          ExitCodes.USAGE,
          "--until "
              + typed
              + " can't be understood; type 2h, 90m or 1d, or a time with its zone such as"
              + " 2026-12-01T06:00:00Z");
    }
  }
}
