package io.traceo.activities.backup.pgbackrest;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that looks enough like a data folder for {@code archive-get}, which compares the
 * cluster's control file with the archive before it gives anything. Filled from each restored
 * backup, kept in the place's spool.
 */
final class ControlCopy {
  private static final String FILE = "global/pg_control";

  private final Program program;
  private final Path folder;

  ControlCopy(Program program, Path spool) {
    this.program = program;
    this.folder = spool.resolve("pgbackrest-" + program.access().stanza());
  }

  /** Takes over the control file of a data folder. */
  void fill(Path data) throws IOException {
    Files.createDirectories(folder.resolve("global"));
    Path copy = folder.resolve(FILE + ".new");
    Files.copy(data.resolve(FILE), copy, StandardCopyOption.REPLACE_EXISTING);
    Files.move(copy, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    for (Path path : new Path[] {folder, folder.resolve("global"), folder.resolve(FILE)}) {
      if (Files.isDirectory(path)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
      program.own(path);
    }
  }

  /**
   * The folder, with a control file in it.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code NotReady} when nothing was fetched here
   *     yet
   */
  Path folder() {
    if (!Files.exists(folder.resolve(FILE))) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "no control file in " + folder + " yet; fetch a backup here first, then the log");
    }
    return folder;
  }
}
