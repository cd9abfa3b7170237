package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import io.traceo.workflows.restore.BackupManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every segment begins with the system identifier of its database cluster: a backup of another
 * cluster than the log is of can't be rolled forward with it.
 */
final class ClusterMark {
  private static final int IDENTIFIER_AT = 24;

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
    try {
      Path copy = Files.createTempFile("traceo-segment", null);
      try {
        if (log.get(first.toString(), copy) == LogSource.Found.NONE) {
          return List.of();
        }
        String found =
            Long.toUnsignedString(
                ByteBuffer.wrap(Files.readAllBytes(copy))
                    .order(ByteOrder.nativeOrder())
                    .getLong(IDENTIFIER_AT));
        return found.equals(backup.systemIdentifier())
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
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      return List.of("the log can't be looked at: " + e.getMessage());
    }
  }
}
