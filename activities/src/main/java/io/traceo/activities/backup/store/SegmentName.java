package io.traceo.activities.backup.store;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A segment of the log as the store has it. Ordered by its place in the log.
 *
 * @param number its first position divided by its size
 * @param partial whether it was stored before it was full
 */
record SegmentName(int timeline, long number, boolean partial) implements Comparable<SegmentName> {
  private static final long PER_FILE = 0x1_0000_0000L / RetentionRule.SEGMENT_BYTES;
  private static final Pattern NAME =
      Pattern.compile("[^/]+/wal/([0-9A-F]{8})/\\1([0-9A-F]{8})([0-9A-F]{8})(\\.partial)?");
  private static final Comparator<SegmentName> ORDER =
      Comparator.comparingLong(SegmentName::number)
          .thenComparingInt(SegmentName::timeline)
          .thenComparing(SegmentName::partial);

  /** Null for a history, the state, and whatever else is no segment. */
  static @Nullable SegmentName in(String object) {
    Matcher found = NAME.matcher(object);
    if (!found.matches()) {
      return null;
    }
    long file = Long.parseLong(found.group(2), 16);
    long part = Long.parseLong(found.group(3), 16);
    return new SegmentName(
        Integer.parseUnsignedInt(found.group(1), 16),
        file * PER_FILE + part,
        found.group(4) != null);
  }

  @Override
  public int compareTo(SegmentName other) {
    return ORDER.compare(this, other);
  }
}
