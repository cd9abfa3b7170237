package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.Progress;
import io.traceo.activities.database.postgres.ServerUser;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** A data folder to another file system: there wholly, under its name, or not at all. */
final class FolderCopy {
  private final Path from;
  private final Path to;
  private final ServerUser user;
  private final Progress progress;

  FolderCopy(Path from, Path to, ServerUser user, Progress progress) {
    this.from = from;
    this.to = to;
    this.user = user;
    this.progress = progress;
  }

  void run() throws IOException {
    Path copying = to.resolveSibling(to.getFileName() + ".copying");
    RestoredFolder.removeTree(copying);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path target = copying.resolve(from.relativize(path).toString());
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
        user.own(target);
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ)) {
          channel.force(true);
        }
        progress.tell("copying " + target);
      }
    }
    Files.move(copying, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
