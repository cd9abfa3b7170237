package io.traceo.activities.backup.nativ;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.store.PieceReader;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupManifest.Piece;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The tar stream of a backup, unpacked. Every piece is checked before a byte of it is used. */
final class BaseUnpack {
  private static final int CHUNK = 1 << 20;
  private static final long TELL_BYTES = 16L << 20;

  private final NativeStore store;
  private final BackupManifest manifest;
  private final Path data;
  private final Progress progress;
  private final byte[] chunk = new byte[CHUNK];
  private long written;
  private long told;

  BaseUnpack(NativeStore store, BackupManifest manifest, Path data, Progress progress) {
    this.store = store;
    this.manifest = manifest;
    this.data = data;
    this.progress = progress;
  }

  /** Answers the bytes that were read from the store. */
  long run() {
    if (manifest.pieces().isEmpty()) {
      throw corrupt("has no pieces", null);
    }
    try (PieceReader pieces = new PieceReader(store.store(), store.envelope(), manifest.pieces());
        TarArchiveInputStream tar = new TarArchiveInputStream(pieces)) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        unpack(tar, entry);
        entry = tar.getNextEntry();
      }
    } catch (ApplicationFailure e) {
      throw e;
    } catch (java.nio.file.FileSystemException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "cannot unpack into " + data + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw corrupt("can't be unpacked: " + e.getMessage(), e);
    }
    return manifest.pieces().stream().mapToLong(Piece::bytes).sum();
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    Path target = data.resolve(entry.getName()).normalize();
    if (!target.startsWith(data)) {
      throw corrupt("has a file outside its folder: " + entry.getName(), null);
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target)) {
      int read;
      while ((read = tar.read(chunk)) > 0) {
        out.write(chunk, 0, read);
        written += read;
        if (written - told >= TELL_BYTES) {
          told = written;
          progress.tell(written + " of " + manifest.databaseBytes() + " bytes unpacked");
        }
      }
    }
  }

  private RuntimeException corrupt(
      String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return Failures.of(FailureTypes.CORRUPT, "backup " + manifest.id() + " " + what, cause);
  }
}
