package io.traceo.activities.backup;

import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which backup a restore starts from: the newest that was consistent at or before the target and
 * whose timeline leads to the archive's. Pure.
 *
 * @param backup null when none would do
 * @param reasons why each other one does not do, and why the target can't be reached
 */
public record BackupChooser(@Nullable BackupManifest backup, List<String> reasons) {
  public BackupChooser {
    reasons = List.copyOf(reasons);
  }

  /**
   * @param backups in any order
   * @param archive null when nothing was archived
   * @param line of the archive's newest timeline
   * @param only id of the backup to take; any when null
   */
  public static BackupChooser choose(
      List<BackupManifest> backups,
      @Nullable ArchiveState archive,
      Timelines line,
      RestoreTarget target,
      @Nullable String only) {
    List<String> reasons = new ArrayList<>(past(archive, target));
    if (archive == null) {
      reasons.add("nothing of the group's log was ever archived");
      return new BackupChooser(null, reasons);
    }
    List<BackupManifest> newestFirst =
        backups.stream()
            .sorted(Comparator.comparingLong(BackupManifest::stoppedAtMillis).reversed())
            .toList();
    @Nullable BackupManifest found = null;
    for (BackupManifest backup : newestFirst) {
      if (only != null && !only.equals(backup.id())) {
        continue;
      }
      String why = against(backup, archive, line, target);
      if (why == null) {
        found = backup;
        break;
      }
      reasons.add("backup " + backup.id() + " " + why);
    }
    if (found == null) {
      reasons.add(nothing(newestFirst, line, target, only));
    }
    return new BackupChooser(found, reasons);
  }

  /** What the archive has not reached. */
  private static List<String> past(@Nullable ArchiveState archive, RestoreTarget target) {
    if (archive == null) {
      return List.of();
    }
    Long at = target.atMillis();
    if (target.kind() == RestoreTarget.Kind.TIME && at != null && at > archive.atMillis()) {
      return List.of(
          Instant.ofEpochMilli(at)
              + " is past the archive; the newest possible time is "
              + Instant.ofEpochMilli(archive.atMillis()));
    }
    Long position = target.position();
    if (target.kind() == RestoreTarget.Kind.POSITION
        && position != null
        && position > archive.position()) {
      return List.of(
          WalName.position(position)
              + " is past the archive; the newest possible position is "
              + WalName.position(archive.position())
              + ", of "
              + Instant.ofEpochMilli(archive.atMillis()));
    }
    return List.of();
  }

  private static @Nullable String against(
      BackupManifest backup, ArchiveState archive, Timelines line, RestoreTarget target) {
    if (!line.has(backup.timeline(), backup.stopPosition())) {
      return "is of timeline "
          + backup.timeline()
          + " at "
          + WalName.position(backup.stopPosition())
          + ", which is no ancestor of the archive's timeline "
          + line.last();
    }
    boolean archived =
        archive.timeline() != backup.timeline() || archive.position() >= backup.stopPosition();
    if (!archived) {
      return "needs log up to "
          + WalName.position(backup.stopPosition())
          + ", and the archive ends at "
          + WalName.position(archive.position());
    }
    Long at = target.atMillis();
    if (target.kind() == RestoreTarget.Kind.TIME && at != null && backup.stoppedAtMillis() > at) {
      return "was made later, until " + Instant.ofEpochMilli(backup.stoppedAtMillis());
    }
    Long position = target.position();
    if (target.kind() == RestoreTarget.Kind.POSITION
        && position != null
        && backup.stopPosition() > position) {
      return "was made later, until " + WalName.position(backup.stopPosition());
    }
    return null;
  }

  private static String nothing(
      List<BackupManifest> newestFirst,
      Timelines line,
      RestoreTarget target,
      @Nullable String only) {
    if (newestFirst.isEmpty()) {
      return "there is no backup";
    }
    if (only != null && newestFirst.stream().noneMatch(b -> b.id().equals(only))) {
      return "there is no backup "
          + only
          + "; there are "
          + newestFirst.stream().map(BackupManifest::id).toList();
    }
    return newestFirst.stream()
        .filter(b -> line.has(b.timeline(), b.stopPosition()))
        .reduce((newer, older) -> older)
        .map(
            oldest ->
                "no backup does for this target; the oldest possible "
                    + (target.kind() == RestoreTarget.Kind.POSITION
                        ? "position is " + WalName.position(oldest.stopPosition())
                        : "time is " + Instant.ofEpochMilli(oldest.stoppedAtMillis()))
                    + " (backup "
                    + oldest.id()
                    + ")")
        .orElse("no backup is of an ancestor of the archive's timeline " + line.last());
  }
}
