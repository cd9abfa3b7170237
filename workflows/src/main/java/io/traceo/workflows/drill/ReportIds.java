package io.traceo.workflows.drill;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names of reports: sortable by time, safe as file names. */
final class ReportIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ReportIds() {}

  /**
   * Time, group, and the end of the run's id, which makes it unique: ids start with the time too.
   */
  static String of(String group, long startedAtMillis, String runId) {
    String name = group == null ? "unknown" : group.replaceAll("[^A-Za-z0-9-]", "_");
    return TIME.format(Instant.ofEpochMilli(startedAtMillis))
        + "-"
        + name
        + "-"
        + runId.substring(Math.max(0, runId.length() - 4));
  }
}
