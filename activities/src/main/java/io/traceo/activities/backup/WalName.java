package io.traceo.activities.backup;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Name of a segment of PostgreSQL's log: its timeline and its number. Segments of 16 MiB, the size
 * that {@code initdb} chooses, are the only ones that are archived here.
 *
 * @param number position of its first byte divided by {@link #BYTES}
 */
public record WalName(int timeline, long number) implements Comparable<WalName> {
  /** Of a segment. */
  public static final int BYTES = 16 << 20;

  private static final long PER_FILE = 0x1_0000_0000L / BYTES;
  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

  /** The segment that has this byte. */
  public static WalName at(int timeline, long position) {
    return new WalName(timeline, position / BYTES);
  }

  /** Whether the text names a segment, and not a history or anything else. */
  public static boolean matches(String name) {
    return SEGMENT.matcher(name).matches();
  }

  /**
   * @throws IllegalArgumentException when it names no segment
   */
  public static WalName parse(String name) {
    if (!matches(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is no segment of the log");
    }
    long high = Long.parseLong(name.substring(8, 16), 16);
    long low = Long.parseLong(name.substring(16), 16);
    return new WalName(Integer.parseUnsignedInt(name.substring(0, 8), 16), high * PER_FILE + low);
  }

  /** Name of a timeline's history. */
  public static String history(int timeline) {
    return String.format(Locale.ROOT, "%08X.history", timeline);
  }

  /** A position as PostgreSQL writes it. */
  public static String position(long position) {
    return String.format(Locale.ROOT, "%X/%X", position >>> 32, position & 0xFFFF_FFFFL);
  }

  /** Its first byte. */
  public long start() {
    return number * BYTES;
  }

  /** The byte after its last. */
  public long end() {
    return (number + 1) * BYTES;
  }

  @Override
  public int compareTo(WalName other) {
    int byTimeline = Integer.compare(timeline, other.timeline);
    return byTimeline != 0 ? byTimeline : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%08X%08X%08X", timeline, number / PER_FILE, number % PER_FILE);
  }
}
