package io.traceo.activities.backup.pgbackrest;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.workflows.restore.BackupManifest;
import java.util.List;

/** pgBackRest's words for a backup, in ours. */
final class StanzaManifests {
  private StanzaManifests() {}

  /** A backup as the others are listed; its id is pgBackRest's label. */
  static BackupManifest of(BackupPlace place, Info info, Info.Backup backup) {
    String start = backup.archive().start();
    Info.Positions lsn = backup.lsn();
    List<String> versions =
        List.of(
            "PostgreSQL "
                + info.database(backup.database().id()).map(Info.Database::version).orElse("?"),
            "pgBackRest " + backup.backrest().version());
    return new BackupManifest(
        BackupManifest.SCHEMA,
        backup.label(),
        place.group(),
        info.database(backup.database().id()).map(Info.Database::systemId).orElse(""),
        backup.annotation().getOrDefault(Info.Backup.LEADER, ""),
        place.place(),
        lsn == null ? 0 : position(lsn.start()),
        lsn == null ? 0 : position(lsn.stop()),
        start == null ? 0 : Segment.of(start).timeline(),
        backup.info().size(),
        storedBytes(backup),
        place.access().keyId(),
        "",
        versions,
        List.of(),
        backup.timestamp().start() * 1000,
        // Whole seconds, cut off: a time within that second may be before the end.
        backup.timestamp().stop() * 1000 + 1000,
        PgBackRestProvider.NAME);
  }

  /** What a restore of it reads; the program says one of the two. */
  static long storedBytes(Info.Backup backup) {
    return Math.max(backup.info().repository().size(), backup.info().repository().delta());
  }

  /** Region that the newest backup was taken from; empty when nobody said. */
  static String leader(Info info) {
    return info.newestFirst().stream()
        .map(backup -> backup.annotation().getOrDefault(Info.Backup.LEADER, ""))
        .filter(region -> !region.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Size of the cluster's segments, as far as its backups tell. */
  static long segmentBytes(Info info) {
    for (Info.Backup backup : info.backup()) {
      String start = backup.archive().start();
      if (start != null && backup.lsn() != null && Segment.of(start).low() > 0) {
        return Segment.bytes(Segment.of(start), position(backup.lsn().start()));
      }
    }
    return Segment.USUAL_BYTES;
  }

  /** From PostgreSQL's two hexadecimal halves. */
  static long position(String text) {
    String[] halves = text.split("/", 2);
    return (Long.parseLong(halves[0], 16) << 32) + Long.parseLong(halves[1], 16);
  }
}
