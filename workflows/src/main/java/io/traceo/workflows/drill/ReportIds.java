package io.traceo.workflows.drill;

import io.traceo.workflows.restore.RestoreReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of reports, safe as file names; those of drills sort by time. */
public final class ReportIds {
  private static final int LONGEST_NAME = 60;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ReportIds() {}

  /**
   * Time, group, and the end of the run's id, which makes it unique: ids start with the time too.
   */
  static String of(@Nullable String group, long startedAtMillis, String runId) {
    return time(startedAtMillis) + "-" + name(group) + "-" + end(runId);
  }

  /**
   * Of a restore: what ran, group, time, and the end of the run's id.
   *
   * @param kind what ran
   * @param group as it was typed
   * @param startedAtMillis by the workflow's clock
   * @param runId of the original execution, so that a reset run keeps its report's name
   */
  public static String restore(
      RestoreReport.Kind kind, @Nullable String group, long startedAtMillis, String runId) {
    String what = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return named(what, group, startedAtMillis, runId);
  }

  /**
   * Of another kind of run: what ran, group, time, and the end of the run's id.
   *
   * @param what for example {@code capacity-rollout}
   * @param group as it was typed
   * @param startedAtMillis by the workflow's clock
   * @param runId of the original execution, so that a reset run keeps its report's name
   */
  public static String named(
      String what, @Nullable String group, long startedAtMillis, String runId) {
    return what + "-" + name(group) + "-" + time(startedAtMillis) + "-" + end(runId);
  }

  private static String time(long startedAtMillis) {
    return TIME.format(Instant.ofEpochMilli(startedAtMillis));
  }

  /** Longer than a file's name can bear is cut: what was typed may be anything. */
  private static String name(@Nullable String group) {
    String name = group == null ? "unknown" : group.replaceAll("[^A-Za-z0-9-]", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static String end(String runId) {
    return runId.substring(Math.max(0, runId.length() - 4));
  }
}
