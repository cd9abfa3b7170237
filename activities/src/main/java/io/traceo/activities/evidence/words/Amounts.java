package io.traceo.activities.evidence.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sizes, spans and moments as people read them, and can type them again. */
public final class Amounts {
  /** Where something should be known and is not. */
  public static final String UNKNOWN = "unknown";

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final int STEP = 1024;

  private Amounts() {}

  /** For example {@code 1.5 GiB}. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = -1;
    // What would be rounded to a full step is one of the next unit.
    while (Math.abs(amount) >= STEP - 0.05 && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return unit < 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /** For example {@code 3.2 s}; rounded to milliseconds. */
  public static String seconds(@Nullable Double seconds) {
    return seconds == null || !Double.isFinite(seconds)
        ? UNKNOWN
        : BigDecimal.valueOf(seconds)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
            + " s";
  }

  /** For example {@code 45 s}, {@code 12 min 5 s}, {@code 3 h 10 min}, {@code 2 d 4 h}. */
  public static String span(long seconds) {
    Duration span = Duration.ofSeconds(seconds);
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(span.toMinutes(), "min", span.toSecondsPart(), "s");
    }
    return span.toDays() == 0
        ? two(span.toHours(), "h", span.toMinutesPart(), "min")
        : two(span.toDays(), "d", span.toHoursPart(), "h");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** In UTC, as it can be typed as a target: for example {@code 2026-11-25T03:00:00Z}. */
  public static String moment(@Nullable Long millis) {
    return millis == null ? UNKNOWN : Instant.ofEpochMilli(millis).toString();
  }
}
