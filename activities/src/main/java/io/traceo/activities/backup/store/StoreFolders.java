package io.traceo.activities.backup.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Files and folders below a store's folder, safe on the disk. */
final class StoreFolders {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  // Java keeps a copy of what one call writes outside the heap, for each thread.
  private static final int AT_ONCE = 1 << 20;
  private static final Duration LEFTOVER = Duration.ofDays(2);

  private final Path root;
  // Its name starts with a dot, as no object's does.
  private final Path incoming;

  StoreFolders(Path root) {
    this.root = root;
    this.incoming = root.resolve(".incoming");
  }

  /** A new file with this content, forced to the disk, with no object's name yet. */
  Path write(byte[] content) throws IOException {
    make(incoming);
    Path temporary = Files.createTempFile(incoming, "object", ".new");
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.position() < content.length) {
        bytes.limit(Math.min(content.length, bytes.position() + AT_ONCE));
        channel.write(bytes);
      }
      channel.force(true);
      return temporary;
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** Removes what a killed process left half written. Says true: there is nothing else to say. */
  boolean sweep() throws IOException {
    if (Files.isDirectory(incoming)) {
      long limit = System.currentTimeMillis() - LEFTOVER.toMillis();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
        for (Path file : files) {
          try {
            if (Files.getLastModifiedTime(file).toMillis() < limit) {
              Files.deleteIfExists(file);
            }
          } catch (NoSuchFileException e) {
            // Whoever wrote it has just given it its name.
          }
        }
      }
    }
    return true;
  }

  void makeParents(Path file) throws IOException {
    make(parent(file));
  }

  private void make(Path folder) throws IOException {
    if (folder.equals(root) || Files.isDirectory(folder)) {
      return;
    }
    make(parent(folder));
    try {
      Files.createDirectory(folder, OWNER_FOLDER);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    force(parent(folder));
  }

  /** A name itself must survive a crash, not only the bytes behind it. */
  void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void dropEmptyParents(Path file) throws IOException {
    for (Path folder = parent(file); !folder.equals(root); folder = parent(folder)) {
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException e) {
        return;
      } catch (NoSuchFileException e) {
        // Somebody else has removed it: go on above.
      }
    }
  }

  /** Objects whose name starts so, by name. */
  List<StoredObject> list(String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    // Only the folder that all of them are in: a store may have many groups.
    int slash = prefix.lastIndexOf('/');
    Path start = slash < 0 ? root : root.resolve(prefix.substring(0, slash));
    if (!Files.isDirectory(start)) {
      return found;
    }
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes unused) {
            return folder.equals(incoming)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = root.relativize(file).toString().replace('\\', '/');
            if (name.startsWith(prefix) && attributes.isRegularFile() && !hidden(file)) {
              found.add(described(name, attributes));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    found.sort(Comparator.comparing(StoredObject::name));
    return found;
  }

  static StoredObject described(String name, BasicFileAttributes attributes) {
    return new StoredObject(name, attributes.size(), attributes.lastModifiedTime().toMillis());
  }

  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "a store's file has a folder");
  }

  private static boolean hidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }
}
