package io.traceo.activities.topology;

import java.time.ZoneId;
import java.util.Optional;

/**
 * The time zone of a schedule. Offsets and abbreviations are not what Temporal's schedules take.
 */
final class TimeZoneRule {
  private TimeZoneRule() {}

  /** Empty when it has been said what is wrong. */
  static Optional<ZoneId> check(String timeZone, YamlFile file) {
    if (ZoneId.getAvailableZoneIds().contains(timeZone)) {
      return Optional.of(ZoneId.of(timeZone));
    }
    file.error(
        "/schedule/timeZone",
        "unknown time zone \"" + timeZone + "\"; use one such as UTC or Europe/Berlin");
    return Optional.empty();
  }
}
