package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Tile;
import io.traceo.activities.evidence.words.Amounts;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.restore.RestoreReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times and sizes of a restore as big numbers, the times with bars of what they may take. */
record RestoreTiles(RestoreReport report) {

  /** None where nothing was begun. */
  List<Tile> all() {
    if (report.verdict().equals("REFUSED") || report.verdict().equals("PLANNED")) {
      return List.of();
    }
    Double point = report.recoveryPointSeconds();
    return List.of(
        time("Recovery time", report.recoveryTimeMs(), "recovery time", "from the start"),
        time(
            "Recovery point",
            point == null ? null : Long.valueOf(Math.round(point * 1000)),
            "recovery point",
            "of commits are missing"),
        size("Database", report.databaseBytes(), "of files"),
        size("Log", report.logBytes(), "replayed"),
        checks(report.checks()));
  }

  private Tile time(String name, @Nullable Long ms, String objective, String meaning) {
    Optional<Objective> promise =
        report.objectives().stream().filter(o -> o.name().equals(objective)).findFirst();
    Long limit = promise.map(o -> Words.millis(Words.or(o.limit(), ""))).orElse(null);
    Integer percent =
        ms == null || limit == null || limit <= 0
            ? null
            : Integer.valueOf((int) Math.max(0, Math.min(100, Math.round(100.0 * ms / limit))));
    return new Tile(
        name,
        Words.ms(ms),
        promise.map(o -> meaning + "; " + Words.limit(o.limit())).orElse(meaning),
        percent,
        promise.map(o -> o.met() ? "good" : "bad").orElse("plain"));
  }

  private static Tile size(String name, long bytes, String meaning) {
    return new Tile(
        name, bytes > 0 ? Amounts.bytes(bytes) : Words.NOT_MEASURED, meaning, null, "plain");
  }

  private static Tile checks(List<Check> checks) {
    long passed = checks.stream().filter(Check::ok).count();
    return new Tile(
        "Checks",
        checks.isEmpty() ? "none made" : passed + " of " + checks.size(),
        "passed",
        null,
        checks.isEmpty() ? "plain" : passed == checks.size() ? "good" : "bad");
  }
}
