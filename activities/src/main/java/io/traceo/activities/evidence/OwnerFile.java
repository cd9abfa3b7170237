package io.traceo.activities.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that only its owner reads, and that is there whole or not at all, also after a crash. */
final class OwnerFile {
  private OwnerFile() {}

  /** Writes beside it, forces it to the disk, then takes its place. */
  static void write(Path folder, String name, String text) throws IOException {
    // Made with the owner's permissions alone, under a name that two writers never share.
    Path temporary = Files.createTempFile(folder, ".report", ".new");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(folder);
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
