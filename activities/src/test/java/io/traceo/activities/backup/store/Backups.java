package io.traceo.activities.backup.store;

import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupManifest.Piece;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Backups of the tests: small, whole, of group na. */
final class Backups {
  static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private Backups() {}

  /** Taken so long ago, of timeline 1, that needs the log from this segment on. */
  static BackupManifest backup(String id, Duration age, long segment) {
    return backup(id, age, segment, 1, Keys.OURS);
  }

  static BackupManifest backup(String id, Duration age, long segment, int timeline, RegionKey key) {
    long stopped = NOW.minus(age).toEpochMilli();
    long start = segment * RetentionRule.SEGMENT_BYTES + 40;
    return new BackupManifest(
        BackupManifest.SCHEMA,
        id,
        "na",
        "7000",
        "us-east-1",
        "us-cold",
        start,
        start + 1000,
        timeline,
        100,
        10,
        key.id(),
        key.check(),
        List.of("PostgreSQL 18"),
        List.of(new Piece("na/base/" + id + "/good/00001", 5, "00")),
        stopped - 1000,
        stopped,
        "native");
  }
}
