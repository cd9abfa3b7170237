package io.traceo.workflows.restore;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of backups and restored servers: sortable by time, safe as folder and object names. */
final class RestoreIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern SERVER =
      Pattern.compile("(restore|test)-\\d{8}T\\d{6}-[A-Za-z0-9_]{1,6}");

  private RestoreIds() {}

  /** Its start, and a part of the run's id: the same in every try and every replay. */
  static String backup(long startedAtMillis, String runId) {
    return TIME.format(Instant.ofEpochMilli(startedAtMillis)) + "-" + end(runId);
  }

  /**
   * @param kind {@code restore} or {@code test}
   */
  static String server(String kind, long startedAtMillis, String runId) {
    return kind + "-" + backup(startedAtMillis, runId);
  }

  /** Whether a text that somebody typed can be the id of a restored server. */
  static boolean namesServer(String typed) {
    return SERVER.matcher(typed).matches();
  }

  private static String end(String runId) {
    return runId.substring(Math.max(0, runId.length() - 6)).replaceAll("[^A-Za-z0-9]", "_");
  }
}
