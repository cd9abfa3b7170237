package io.traceo.activities.evidence.html;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times, limits and dates as people write them. */
final class Words {
  static final String NOT_MEASURED = "not measured";

  private static final Pattern MILLIS = Pattern.compile("(<= )?(\\d{1,15}) ms");
  private static final Pattern SECONDS = Pattern.compile("(<= )?(\\d{1,12}(\\.\\d{1,3})?) s( .*)?");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Words() {}

  /** For example {@code 588 ms}, {@code 2.67 s}, {@code 5 min}, {@code 26 h}. */
  static String ms(@Nullable Long millis) {
    if (millis == null) {
      return NOT_MEASURED;
    }
    long size = Math.abs(millis);
    if (size < 1000) {
      return millis + " ms";
    }
    if (size < 120_000) {
      return seconds(millis, size < 10_000 ? 2 : 1) + " s";
    }
    long rounded = Math.round(millis / 1000.0);
    if (Math.abs(rounded) >= 3600) {
      long minutes = Math.abs(rounded % 3600) / 60;
      return rounded / 3600 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
    }
    long rest = Math.abs(rounded % 60);
    return rounded / 60 + " min" + (rest == 0 ? "" : " " + rest + " s");
  }

  private static String seconds(long millis, int digits) {
    BigDecimal value = BigDecimal.valueOf(millis, 3).setScale(digits, RoundingMode.HALF_UP);
    return value.stripTrailingZeros().toPlainString();
  }

  /**
   * What a limit or a measure is in milliseconds; null when it is neither in them nor in seconds.
   */
  static @Nullable Long millis(String text) {
    Matcher millis = MILLIS.matcher(text);
    if (millis.matches()) {
      return Long.valueOf(millis.group(2));
    }
    Matcher seconds = SECONDS.matcher(text);
    return seconds.matches()
        ? Long.valueOf(new BigDecimal(seconds.group(2)).movePointRight(3).longValue())
        : null;
  }

  /** An objective's limit, for example {@code at most 30 s} for {@code <= 30000 ms}. */
  static String limit(String text) {
    Long millis = millis(text);
    if (millis != null) {
      return (text.startsWith("<= ") ? "at most " : "") + ms(millis);
    }
    return text.equals("0") ? "none" : text;
  }

  /** What was measured of an objective; how, in brackets, stays behind it. */
  static String measured(String text) {
    Long millis = text.startsWith("<= ") ? null : millis(text);
    int how = text.indexOf(" (");
    return millis == null ? text : ms(millis) + (how < 0 ? "" : text.substring(how));
  }

  /** A moment; what is none is left as it is. */
  static String moment(String instant) {
    return format(MOMENT, instant);
  }

  /** The day of a moment. */
  static String day(String instant) {
    return format(DAY, instant);
  }

  private static String format(DateTimeFormatter as, String instant) {
    try {
      return as.format(Instant.parse(instant));
    } catch (DateTimeParseException e) {
      return instant;
    }
  }

  /** {@code 1 write}, {@code 2 writes}. */
  static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  static String or(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text;
  }
}
