package io.traceo.lab.postgres;

import io.traceo.activities.database.postgres.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Folders that the database servers must be able to enter. Root's own home usually is closed to the
 * user that PostgreSQL runs as; then a folder below {@code /var/tmp} is used.
 */
final class ServerFolders {
  private ServerFolders() {}

  /** The folder itself when others may enter it, else one of that name below /var/tmp. */
  static Path reachable(Path wanted, String otherwise) throws IOException {
    Files.createDirectories(wanted);
    if (!ServerUser.isRoot() || othersMayEnter(wanted)) {
      return wanted;
    }
    Path folder = Path.of("/var/tmp", otherwise);
    Files.createDirectories(folder);
    return folder;
  }

  private static boolean othersMayEnter(Path folder) throws IOException {
    for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}
