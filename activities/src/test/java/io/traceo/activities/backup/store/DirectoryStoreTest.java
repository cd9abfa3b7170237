package io.traceo.activities.backup.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.place.PlaceConfig.StoreAccess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as a store. */
class DirectoryStoreTest extends StoreContract {
  @TempDir Path folder;
  private BackupStore store;

  @BeforeEach
  void open() {
    store = BackupStore.open(access(folder, 0));
  }

  @Override
  BackupStore store() {
    return store;
  }

  static StoreAccess access(Path folder, int lockDays) {
    return new StoreAccess("directory", folder.toString(), null, null, null, null, lockDays);
  }

  @Test
  void whatIsHalfWrittenIsNeverSeen() throws IOException {
    Path half = Files.createDirectories(folder.resolve(".incoming")).resolve("object1.new");
    Files.writeString(half, "half");
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftGoesAfterTwoDays() throws IOException {
    Path incoming = Files.createDirectories(folder.resolve(".incoming"));
    Path old = Files.writeString(incoming.resolve("object1.new"), "old");
    Path young = Files.writeString(incoming.resolve("object2.new"), "young");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(49))));
    Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofHours(47))));

    BackupStore.open(access(folder, 0)).close();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void whatIsGoneBeforeItIsLookedAtHindersNobody() throws IOException {
    // A link to nothing is listed, and then isn't there, as a file that was just given its name.
    Path incoming = Files.createDirectories(folder.resolve(".incoming"));
    Path gone = Files.createSymbolicLink(incoming.resolve("object1.new"), incoming.resolve("gone"));

    BackupStore.open(access(folder, 0)).close();
    assertThat(gone).isSymbolicLink();
  }

  @Test
  void leavesNoTemporaryFileAndNoEmptyFolder() throws IOException {
    store.put("na/b/t/1", bytes("1"));
    store.putNew("na/b/t/1", bytes("2"));
    assertThat(folder.resolve(".incoming")).isEmptyDirectory();
    store.delete("na/b/t/1");
    assertThat(folder.resolve("na")).doesNotExist();
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    store.put("na/b/1", bytes("1"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("na/b"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("na/b/1"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() throws IOException {
    Path gone = folder.resolve("unmounted");
    assertFails("InvalidRequest", "is not there", () -> BackupStore.open(access(gone, 0)));

    Files.delete(folder);
    assertFails("InvalidRequest", "mount its disk", () -> store.put("na/1", bytes("1")));
    assertThat(folder).doesNotExist();
    Files.createDirectory(folder);
  }

  @Test
  void aFolderCantLock() {
    assertFails("InvalidRequest", "lockDays is 30", () -> BackupStore.open(access(folder, 30)));
  }

  @Test
  void anUnknownKindIsRefused() {
    StoreAccess typo = new StoreAccess("s4", "x", null, null, null, null, 0);
    assertFails("InvalidRequest", "directory or s3", () -> BackupStore.open(typo));
  }

  @Test
  void whatIsTooLargeIsNotRead() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      file.setLength(BackupStore.MAX_BYTES + 1L);
    }
    assertFails("Corrupt", "larger than any", () -> store.get("large"));
  }

  @Test
  void whatTheDiskSaysIsTold() {
    assertFails(
        "NotReady",
        "no space",
        () -> {
          throw DiskFailures.of("x", new IOException("No space left on device"));
        });
    assertFails(
        "NotReady",
        "no space",
        () -> {
          throw DiskFailures.of("x", new IOException("Disk quota exceeded"));
        });
    assertFails(
        "Forbidden",
        "no permission",
        () -> {
          throw DiskFailures.of("x", new AccessDeniedException("/mnt/x"));
        });
    assertFails(
        "Unreachable",
        "Input/output error",
        () -> {
          throw DiskFailures.of("x", new IOException("Input/output error"));
        });
  }
}
