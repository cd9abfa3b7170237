package io.traceo.activities.backup.pgbackrest;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.pgbackrest.Program.Result;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log that pgBackRest's archive_command has put into the repository. It has whole segments
 * only.
 */
final class PgBackRestLog implements LogSource {
  private static final int NOT_THERE = 1;

  private final Repository repository;
  private final ControlCopy control;
  private final @Nullable ArchiveState state;
  private final @Nullable String archiveId;
  private final @Nullable String cluster;

  PgBackRestLog(
      Repository repository, ControlCopy control, Info info, @Nullable ArchiveState state) {
    this.repository = repository;
    this.control = control;
    this.state = state;
    this.archiveId = info.newestArchive().map(Info.Archive::id).orElse(null);
    this.cluster =
        info.newestArchive()
            .flatMap(archive -> info.database(archive.database().id()))
            .map(Info.Database::systemId)
            .orElse(null);
  }

  @Override
  public Found get(String name, Path to) {
    try {
      // The program writes as another user, who may not enter the folder that this goes to.
      Path folder = control.folder();
      Path got = folder.resolve(name + "." + UUID.randomUUID());
      try {
        Result result =
            repository
                .program()
                .run(
                    List.of(
                        "archive-get",
                        name,
                        got.toString(),
                        "--pg1-path=" + folder,
                        "--reset-pg1-host",
                        "--no-archive-async"),
                    Program.QUESTION,
                    Progress.NONE);
        if (result.exit() == NOT_THERE) {
          return Found.NONE;
        }
        if (result.exit() != 0) {
          throw ProgramFailures.translate(repository.program().access(), result);
        }
        Path beside = to.resolveSibling(got.getFileName());
        Files.copy(got, beside);
        Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Found.WHOLE;
      } finally {
        Files.deleteIfExists(got);
      }
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "cannot copy " + name + " to " + to + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Found look(String name) {
    if (archiveId == null) {
      return Found.NONE;
    }
    boolean history = name.endsWith(".history");
    Map<String, Long> found =
        history
            ? repository.archived(archiveId, "", "^" + name + "$")
            : repository.archived(archiveId, name.substring(0, 16), "^" + name + "-");
    return found.isEmpty() ? Found.NONE : Found.WHOLE;
  }

  /** The program takes no segment of another cluster than its archive is of. */
  @Override
  public @Nullable String cluster(String segment) {
    return look(segment) == Found.NONE ? null : cluster;
  }

  @Override
  public Map<Integer, String> histories() {
    Map<Integer, String> found = new TreeMap<>();
    if (archiveId != null) {
      for (String name : repository.archived(archiveId, "", "\\.history$").keySet()) {
        found.put(
            Integer.parseUnsignedInt(name.substring(0, 8), 16), repository.text(archiveId, name));
      }
    }
    return found;
  }

  @Override
  public @Nullable ArchiveState state() {
    return state;
  }
}
