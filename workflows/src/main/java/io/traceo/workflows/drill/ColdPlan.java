package io.traceo.workflows.drill;

import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupRunbooks;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cold drill will do, and every reason not to destroy anything. Pure. */
final class ColdPlan {
  private ColdPlan() {}

  static List<String> lines(Definition definition) {
    ReplicationGroup group = definition.group();
    List<String> lines = new ArrayList<>();
    lines.add("fault: DESTROY of every database of " + group.members() + ", with all its data");
    lines.add(
        "it can't be lifted: only the restore brings the group back, also if this is aborted");
    lines.add(
        "the newest backup in " + group.cold() + " is restored there, verified, and takes over");
    lines.add("every other member is seeded from it again");
    return lines;
  }

  /**
   * @param stock what the cold region has; null when it did not answer
   * @param restoring whether a restore of the group runs
   */
  static List<String> refusals(
      Definition definition, @Nullable Stock stock, boolean restoring, long nowMillis) {
    BackupRunbooks backups = definition.backups();
    String cold = definition.group().cold();
    if (backups == null) {
      return List.of("the group has no runbooks for backups: nothing could be restored");
    }
    if (stock == null) {
      return List.of(cold + " does not say what backups it has; nothing could be restored");
    }
    List<String> refusals = new ArrayList<>();
    if (restoring) {
      refusals.add("a restore of the group is under way; wait for its end");
    }
    if (stock.backups().isEmpty()) {
      refusals.add(cold + " has no good backup; take one first: traceo backup");
    }
    for (String broken : stock.broken()) {
      refusals.add(cold + " has a backup that is none: " + broken);
    }
    String behind = behind(stock.archive(), backups.backup().archiveLagLimit(), nowMillis);
    if (behind != null) {
      refusals.add(behind);
    }
    return refusals;
  }

  private static @Nullable String behind(
      @Nullable ArchiveState archive, Duration limit, long nowMillis) {
    if (archive == null) {
      return "nothing was ever archived: what was written since the backup would be lost";
    }
    if (archive.problem() != null) {
      return "the archive does not go on: " + archive.problem();
    }
    long millis = nowMillis - archive.atMillis();
    return millis <= limit.toMillis()
        ? null
        : "the archive is " + millis / 1000 + " s behind, the limit is " + limit.toSeconds() + " s";
  }
}
