package io.traceo.activities.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that only its owner reads, and that is there whole or not at all, also after a crash.
 * Written beside its place, so that files that belong together take theirs only once all are
 * written; closing takes away what did not.
 */
final class OwnerFile implements AutoCloseable {
  private final Path folder;
  private final Path place;
  private final Path temporary;

  private OwnerFile(Path folder, Path place, Path temporary) {
    this.folder = folder;
    this.place = place;
    this.temporary = temporary;
  }

  /**
   * Writes beside the place and forces it to the disk.
   *
   * @throws FileSystemException names the place and why it can't be written, as on a full disk
   */
  static OwnerFile beside(Path folder, String name, String text) throws IOException {
    // Made with the owner's permissions alone, under a name that two writers never share.
    Path temporary = Files.createTempFile(folder, ".report", ".new");
    Path place = folder.resolve(name);
    OwnerFile file = new OwnerFile(folder, place, temporary);
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return file;
    } catch (IOException e) {
      file.close();
      // The channel's own message doesn't say which file it is.
      FileSystemException named =
          new FileSystemException(place.toString(), null, String.valueOf(e.getMessage()));
      named.initCause(e);
      throw named;
    }
  }

  /** Takes its place. */
  void settle() throws IOException {
    Files.move(
        temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(temporary);
  }

  /** The new name itself must survive a crash; where folders can't be opened, it is not forced. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file is whole and in its place either way.
    }
  }
}
