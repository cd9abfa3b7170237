package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.workflows.restore.BackupManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether a server can be restored on this machine: programs, room, and nobody in the way. */
final class ScratchSpace {
  // Log that is kept between two restart points (max_wal_size), and what is read ahead.
  private static final long LOG_BYTES = 2L << 30;
  private static final double MARGIN = 1.1;

  private final BackupPlace place;
  private final ScratchAccess scratch;

  ScratchSpace(BackupPlace place) {
    this.place = place;
    this.scratch = place.access().scratch();
  }

  List<String> against(BackupManifest backup, long logBytes) {
    List<String> refusals = new ArrayList<>();
    Path bin = Path.of(scratch.bin());
    if (!Files.isExecutable(bin.resolve("postgres"))
        || !Files.isExecutable(bin.resolve("pg_ctl"))) {
      refusals.add("there is no postgres and pg_ctl in " + bin + "; set scratch.bin");
    }
    long need = (long) (backup.databaseBytes() * MARGIN) + Math.min(2 * logBytes, LOG_BYTES);
    try {
      long have = Files.getFileStore(existing(Path.of(scratch.folder()))).getUsableSpace();
      if (have < need) {
        refusals.add(
            scratch.folder() + " has " + mega(have) + " MB free, " + mega(need) + " MB are needed");
      }
      for (String id : running()) {
        refusals.add(
            "restored server "
                + id
                + " runs on "
                + scratch.endpoint()
                + "; remove it first: traceo restored remove "
                + place.group()
                + " "
                + id);
      }
    } catch (IOException e) {
      refusals.add("cannot use " + scratch.folder() + ": " + e.getMessage());
    }
    place
        .databases()
        .forEach(
            (region, member) -> {
              if (member.endpoint().equals(scratch.endpoint())) {
                refusals.add(
                    scratch.endpoint() + " is the member of " + region + "; set scratch.endpoint");
              }
            });
    return refusals;
  }

  private static Path existing(Path wanted) throws IOException {
    Path at = wanted.toAbsolutePath();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IOException("no part of the path is there");
    }
    return at;
  }

  private List<String> running() throws IOException {
    Path folder = Path.of(scratch.folder()).resolve(place.group());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> RestoredFolder.runs(f, Path.of(scratch.bin())))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static String mega(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
