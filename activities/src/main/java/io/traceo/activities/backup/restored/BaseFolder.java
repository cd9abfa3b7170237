package io.traceo.activities.backup.restored;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.BackupManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A base that has just been unpacked: is it one, and made ready for its first start. */
final class BaseFolder {
  private final RestoredFolder folder;
  private final Path data;
  private final BackupManifest manifest;
  private final Progress progress;

  BaseFolder(RestoredFolder folder, BackupManifest manifest, Progress progress) {
    this.folder = folder;
    this.data = folder.data();
    this.manifest = manifest;
    this.progress = progress;
  }

  /**
   * Owned by the server's user and on the disk afterwards.
   *
   * @return bytes of its files
   */
  long complete() throws IOException {
    requireBase();
    for (String empty :
        List.of(
            "pg_wal",
            "pg_wal/archive_status",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat",
            "pg_stat_tmp",
            "pg_subtrans",
            "pg_tblspc",
            "pg_twophase",
            "pg_logical",
            "pg_logical/snapshots",
            "pg_logical/mappings",
            "pg_commit_ts")) {
      Files.createDirectories(data.resolve(empty));
    }
    Files.deleteIfExists(data.resolve("recovery.signal"));
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    long bytes = 0;
    List<Path> paths;
    try (Stream<Path> all = Files.walk(data)) {
      paths = all.toList();
    }
    for (Path path : paths) {
      boolean isFolder = Files.isDirectory(path);
      bytes += isFolder ? 0 : Files.size(path);
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(isFolder ? "rwx------" : "rw-------"));
      folder.user().own(path);
    }
    // A take-over confirms commits on the strength of these files.
    Durable.force(paths, progress);
    return bytes;
  }

  private void requireBase() throws IOException {
    for (String file : List.of("PG_VERSION", "global/pg_control", "backup_label")) {
      if (!Files.exists(data.resolve(file)) || Files.size(data.resolve(file)) == 0) {
        throw Failures.of(
            FailureTypes.CORRUPT,
            "backup " + manifest.id() + " is no base backup: it has no " + file);
      }
    }
    byte[] control = Files.readAllBytes(data.resolve("global/pg_control"));
    String found =
        Long.toUnsignedString(ByteBuffer.wrap(control).order(ByteOrder.nativeOrder()).getLong(0));
    if (!found.equals(manifest.systemIdentifier())) {
      throw Failures.of(
          FailureTypes.CORRUPT,
          "backup "
              + manifest.id()
              + " says that it is of database cluster "
              + manifest.systemIdentifier()
              + ", its files are of "
              + found);
    }
  }
}
