package io.traceo.workflows.restore;

import java.util.Locale;

/** Positions of the log, as PostgreSQL writes them. */
public final class Lsn {
  private Lsn() {}

  /**
   * For example {@code 0/5000028}.
   *
   * @param position in bytes of the log
   */
  public static String text(long position) {
    return String.format(Locale.ROOT, "%X/%X", position >>> 32, position & 0xFFFFFFFFL);
  }
}
