package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A folder as a store. An object is written beside its place, forced to the disk and then moved or
 * linked there, so that it is there whole or not at all, also after a crash. For its owner only.
 */
final class DirectoryStore implements BackupStore {
  private final Path root;
  private final StoreFolders folders;

  private DirectoryStore(Path root) {
    this.root = root;
    this.folders = new StoreFolders(root);
  }

  static DirectoryStore open(StoreAccess access) {
    if (access.lockDays() > 0) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "lockDays is "
              + access.lockDays()
              + ", but a folder can't lock objects; set it to 0, or use a bucket with object lock");
    }
    DirectoryStore store = new DirectoryStore(Path.of(access.location()).toAbsolutePath());
    store.guarded("open", "", store.folders::sweep);
    return store;
  }

  @Override
  public void put(String name, byte[] content) {
    place(
        name,
        content,
        (temporary, target) -> {
          Files.move(
              temporary,
              target,
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
          return true;
        });
  }

  @Override
  public boolean putNew(String name, byte[] content) {
    return place(
        name,
        content,
        (temporary, target) -> {
          try {
            // A link is made or refused as one step; a look before a move would not be.
            Files.createLink(target, temporary);
            return true;
          } catch (FileAlreadyExistsException e) {
            return false;
          } catch (UnsupportedOperationException e) {
            throw Failures.of(
                FailureTypes.INVALID_REQUEST,
                describe() + " is on a file system without hard links; use another",
                e);
          }
        });
  }

  private boolean place(String name, byte[] content, Step step) {
    Path target = path(name);
    return guarded(
        "store",
        name,
        () -> {
          Path temporary = folders.write(content);
          try {
            return settle(temporary, target, step);
          } finally {
            Files.deleteIfExists(temporary);
          }
        });
  }

  private boolean settle(Path temporary, Path target, Step step) throws IOException {
    for (int attempt = 1; ; attempt++) {
      folders.makeParents(target);
      try {
        boolean done = step.apply(temporary, target);
        folders.force(StoreFolders.parent(target));
        return done;
      } catch (NoSuchFileException e) {
        // Somebody who deleted beside us took the folder away, since it was empty.
        if (attempt == 5) {
          throw e;
        }
      }
    }
  }

  @Override
  public Optional<byte[]> get(String name) {
    Path file = path(name);
    return guarded(
        "read",
        name,
        () -> {
          try {
            if (Files.size(file) > MAX_BYTES) {
              throw Failures.of(
                  FailureTypes.CORRUPT,
                  name + " in " + describe() + " is larger than any object of a backup");
            }
            return Optional.of(Files.readAllBytes(file));
          } catch (NoSuchFileException e) {
            return Optional.<byte[]>empty();
          }
        });
  }

  @Override
  public Optional<StoredObject> stat(String name) {
    Path file = path(name);
    return guarded(
        "look at",
        name,
        () -> {
          try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.isRegularFile()
                ? Optional.of(StoreFolders.described(name, found))
                : Optional.<StoredObject>empty();
          } catch (NoSuchFileException e) {
            return Optional.<StoredObject>empty();
          }
        });
  }

  @Override
  public List<StoredObject> list(String prefix) {
    ObjectNames.checkedPrefix(prefix);
    return guarded("list", prefix, () -> folders.list(prefix));
  }

  @Override
  public boolean delete(String name) {
    Path file = path(name);
    return guarded(
        "remove",
        name,
        () -> {
          Files.deleteIfExists(file);
          folders.dropEmptyParents(file);
          return true;
        });
  }

  @Override
  public String describe() {
    return "folder " + root;
  }

  @Override
  public OptionalLong room() {
    return OptionalLong.of(
        guarded("measure", "its disk", () -> Files.getFileStore(root).getUsableSpace()));
  }

  @Override
  public void probe() {
    StoreProbe.run(this);
  }

  private Path path(String name) {
    return root.resolve(ObjectNames.checked(name));
  }

  private <T> T guarded(String doing, String name, Work<T> work) {
    // Made again, it could be a folder below the mount point of a disk that is missing.
    if (!Files.isDirectory(root)) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          describe() + " is not there; mount its disk, or make the folder and try again");
    }
    try {
      return work.run();
    } catch (IOException e) {
      throw DiskFailures.of(describe() + ": can't " + doing + " " + name, e);
    }
  }

  /** Gives a written file its place; false when the place is taken. */
  private interface Step {
    boolean apply(Path temporary, Path target) throws IOException;
  }

  private interface Work<T> {
    T run() throws IOException;
  }
}
