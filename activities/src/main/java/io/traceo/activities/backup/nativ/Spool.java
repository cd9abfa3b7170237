package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.WalName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Log that has been received and is not in the store yet: a file for each segment, called {@code
 * .part} until it is whole. For one thread, except that another may read and remove whole segments.
 */
final class Spool implements AutoCloseable {
  private static final String PART = ".part";

  private final Path folder;
  private @Nullable WalName segment;
  private @Nullable FileChannel open;
  private long position;

  Spool(Path folder) throws IOException {
    this.folder = folder;
    // Log holds the rows that were written: nobody else reads it.
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Segments that are whole, in their order. */
  List<WalName> whole() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(WalName::matches)
          .map(WalName::parse)
          .sorted()
          .toList();
    }
  }

  /** The newest unfinished segment that an earlier run has left. */
  Optional<WalName> leftPart() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(PART) && WalName.matches(f.substring(0, f.length() - 5)))
          .map(f -> WalName.parse(f.substring(0, f.length() - 5)))
          .max(WalName::compareTo);
    }
  }

  /** What an unfinished segment has so far. */
  byte[] part(WalName name) throws IOException {
    return Files.readAllBytes(folder.resolve(name + PART));
  }

  /** Forgets unfinished segments: they are received again from their first byte. */
  void dropParts() throws IOException {
    close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(PART)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Received up to here. */
  long position() {
    return position;
  }

  /** The segment that is being filled; null when the next byte begins one. */
  @Nullable WalName filling() {
    return segment;
  }

  /**
   * Keeps received bytes, not durably yet.
   *
   * @param at position of the first; must go on where the last call ended, or begin a segment
   * @return segments that are whole now, already durable
   */
  List<WalName> append(int timeline, long at, ByteBuffer bytes) throws IOException {
    boolean goesOn = segment == null ? at % WalName.BYTES == 0 : at == position;
    if (!goesOn) {
      throw new IOException(
          "received log at " + WalName.position(at) + " after " + WalName.position(position));
    }
    List<WalName> whole = new ArrayList<>();
    position = at;
    while (bytes.hasRemaining()) {
      WalName name = WalName.at(timeline, position);
      FileChannel channel = channel(name);
      int step = (int) Math.min(bytes.remaining(), name.end() - position);
      ByteBuffer slice = bytes.slice(bytes.position(), step);
      while (slice.hasRemaining()) {
        int unused = channel.write(slice);
      }
      bytes.position(bytes.position() + step);
      position += step;
      if (position == name.end()) {
        finish(name);
        whole.add(name);
      }
    }
    return whole;
  }

  private FileChannel channel(WalName name) throws IOException {
    FileChannel channel = open;
    if (channel == null || !name.equals(segment)) {
      close();
      channel =
          FileChannel.open(
              folder.resolve(name + PART),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      open = channel;
      segment = name;
    }
    return channel;
  }

  private void finish(WalName name) throws IOException {
    force();
    close();
    Files.move(
        folder.resolve(name + PART),
        folder.resolve(name.toString()),
        StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
  }

  /** What was appended is on the disk when this comes back. */
  void force() throws IOException {
    if (open != null) {
      open.force(false);
    }
  }

  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  byte[] read(WalName name) throws IOException {
    return Files.readAllBytes(folder.resolve(name.toString()));
  }

  void remove(WalName name) throws IOException {
    Files.deleteIfExists(folder.resolve(name.toString()));
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
    open = null;
    segment = null;
  }
}
