package io.traceo.activities.backup.pgbackrest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a backup or restore is, read from its detailed log: {@code P01 DETAIL: backup file x
 * (16MB, 31.62%)}.
 */
final class Percent {
  private static final Pattern FILE_DONE =
      Pattern.compile("(?:backup|restore) file [^\\n]*? \\([^()\\n]*, ([0-9.]+)%\\)");

  private Percent() {}

  /** In words, for a heartbeat. */
  static String text(String command, String lines) {
    String percent = "0";
    Matcher file = FILE_DONE.matcher(lines);
    while (file.find()) {
      percent = file.group(1);
    }
    return "pgBackRest " + command + ": " + percent + "% of the bytes";
  }
}
