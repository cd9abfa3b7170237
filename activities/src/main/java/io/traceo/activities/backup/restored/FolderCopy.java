package io.traceo.activities.backup.restored;

import io.traceo.activities.Progress;
import io.traceo.activities.database.postgres.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
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
    List<Path> copied = new ArrayList<>();
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path target = copying.resolve(from.relativize(path).toString());
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
        user.own(target);
        copied.add(target);
        progress.tell("copying " + target);
      }
    }
    Durable.force(copied, progress);
    Files.move(copying, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
