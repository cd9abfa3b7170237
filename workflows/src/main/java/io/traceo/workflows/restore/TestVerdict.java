package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.drill.DrillReport.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GREEN or RED, with every reason. What could not be measured is RED: a test proves something or it
 * is not green. Pure.
 */
final class TestVerdict {
  private final List<String> reasons = new ArrayList<>();
  private final List<Objective> objectives = new ArrayList<>();

  void fail(String reason) {
    reasons.add(reason);
  }

  /** What the store has: an old backup or an archive that stopped is RED whatever else is well. */
  void stock(Stock stock, long nowMillis, Duration maximumAge, Duration archiveLag) {
    for (String broken : stock.broken()) {
      fail("in the store, and no good backup: " + broken);
    }
    BackupManifest newest = stock.backups().isEmpty() ? null : stock.backups().get(0);
    if (newest == null) {
      fail("the store has no good backup");
    }
    Long age = newest == null ? null : Long.valueOf(nowMillis - newest.stoppedAtMillis());
    atMost("age of the newest backup", age, maximumAge, "");
    ArchiveState archive = stock.archive();
    if (archive == null) {
      fail("nothing was ever archived");
    } else {
      stopped(archive, nowMillis, archiveLag);
    }
    Long behind = archive == null ? null : Long.valueOf(nowMillis - archive.atMillis());
    objectives.add(RestoreReports.atMost("archive lag", behind, archiveLag));
  }

  private void stopped(ArchiveState archive, long nowMillis, Duration limit) {
    if (archive.problem() != null) {
      fail("the archive stopped: " + archive.problem());
    }
    long behind = nowMillis - archive.atMillis();
    if (behind > limit.toMillis()) {
      fail(
          "the archive stopped "
              + behind / 1000
              + " s ago at "
              + Lsn.text(archive.position())
              + ", the limit is "
              + limit.toSeconds()
              + " s");
    }
  }

  /** From the start to a verified server. */
  void recoveryTime(@Nullable Long measuredMs, Duration limit) {
    atMost("recovery time", measuredMs, limit, "");
  }

  /**
   * What would be lost if the leader were lost now.
   *
   * @param plannedAtMillis when the plan was made
   * @return in seconds; null when it could not be measured
   */
  @Nullable Double recoveryPoint(
      @Nullable RestoreOutlook plan,
      @Nullable ArchiveState archive,
      long plannedAtMillis,
      Duration limit) {
    Double seconds = plan == null ? null : plan.lossSeconds();
    String how = " (the archive's end against the leader's last known commit)";
    if (seconds == null && archive != null) {
      seconds = Math.max(0, plannedAtMillis - archive.atMillis()) / 1000.0;
      how = " (the moment of the plan against the leader's clock at the archive's end)";
    }
    Long millis = seconds == null ? null : Long.valueOf(Math.round(seconds * 1000));
    atMost("recovery point", millis, limit, how);
    return seconds;
  }

  /** All that was archived must come back, not only what happens to be whole. */
  void replayed(RestoreOutlook plan, Replayed replayed, @Nullable ArchiveState archive) {
    Long wanted = plan.target().position();
    boolean comparable = archive == null || archive.timeline() == replayed.timeline();
    if (wanted != null && comparable && replayed.position() < wanted) {
      fail(
          "the replay ended at "
              + Lsn.text(replayed.position())
              + ", the archive is said to reach "
              + Lsn.text(wanted));
    }
  }

  private void atMost(String name, @Nullable Long measuredMs, Duration limit, String how) {
    Objective objective = RestoreReports.atMost(name, measuredMs, limit);
    objectives.add(
        new Objective(
            objective.name(),
            objective.limit(),
            objective.measured() + (measuredMs == null ? "" : how),
            objective.met()));
    if (!objective.met()) {
      fail(name + " " + objective.measured() + ", the limit is " + limit.toSeconds() + " s");
    }
  }

  boolean green() {
    return reasons.isEmpty();
  }

  /** Null when it is GREEN. */
  @Nullable String reason() {
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  List<Objective> objectives() {
    return List.copyOf(objectives);
  }
}
