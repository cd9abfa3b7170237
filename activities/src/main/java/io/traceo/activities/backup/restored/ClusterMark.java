package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import io.traceo.workflows.restore.BackupManifest;
import java.util.List;

/** A backup of another database cluster than the log is of can't be rolled forward with it. */
final class ClusterMark {
  private final BackupPlace place;
  private final LogSource log;
  private final Timelines line;

  ClusterMark(BackupPlace place, LogSource log, Timelines line) {
    this.place = place;
    this.log = log;
    this.line = line;
  }

  List<String> against(BackupManifest backup) {
    WalName first = line.segment(backup.startPosition() / WalName.BYTES);
    String found = log.cluster(first.toString());
    return found == null || found.equals(backup.systemIdentifier())
        ? List.of()
        : List.of(
            "backup "
                + backup.id()
                + " is of database cluster "
                + backup.systemIdentifier()
                + ", the log in the archive of "
                + place.group()
                + " is of "
                + found);
  }
}
