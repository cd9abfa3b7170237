package io.traceo.activities.backup.pgbackrest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment of the log, by its name of 24 hexadecimal digits.
 *
 * @param high which 4 GiB of the log
 * @param low which segment of them
 */
record Segment(int timeline, long high, long low) {
  /** What PostgreSQL uses unless it was said otherwise at initdb. */
  static final long USUAL_BYTES = 16L << 20;

  private static final Pattern NAME = Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})");

  /**
   * @throws IllegalArgumentException when it is no such name
   */
  static Segment of(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no name of a segment: " + name);
    }
    return new Segment(
        Integer.parseUnsignedInt(parts.group(1), 16),
        Long.parseLong(parts.group(2), 16),
        Long.parseLong(parts.group(3), 16));
  }

  /** Position of the first byte behind it. */
  long end(long bytes) {
    return (high << 32) + (low + 1) * bytes;
  }

  /** How many segments there are from this one to another of the same timeline, that included. */
  long countTo(Segment last, long bytes) {
    return (last.end(bytes) - end(bytes)) / bytes + 1;
  }

  /** Size of the segments, from a position and the name of the one that holds it. */
  static long bytes(Segment segment, long position) {
    for (long bytes = 1L << 20; bytes <= 1L << 30; bytes <<= 1) {
      // The first segment of all holds its positions with many sizes: it says nothing.
      if (segment.low() > 0 && (position & 0xFFFFFFFFL) / bytes == segment.low()) {
        return bytes;
      }
    }
    return USUAL_BYTES;
  }
}
