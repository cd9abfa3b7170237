package io.traceo.lab.postgres;

import io.traceo.activities.database.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Servers that were restored beside the members, found by the files they keep while they run. */
public final class RestoredServers {
  private static final int DEPTH = 5;

  private RestoredServers() {}

  /** Ends every one below this folder at once. */
  public static void kill(Path folder) {
    for (ProcessHandle postmaster : running(folder)) {
      PostgresServer.family(postmaster).forEach(ProcessHandle::destroyForcibly);
      postmaster.onExit().join();
    }
  }

  /** Those that run. */
  public static List<ProcessHandle> running(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files
          .filter(f -> f.getFileName().toString().equals("postmaster.pid"))
          .flatMap(f -> postmaster(f).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
  }

  /** A killed server leaves its file behind, and its number may be somebody else's by now. */
  private static Optional<ProcessHandle> postmaster(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 2) {
        return Optional.empty();
      }
      String data = lines.get(1).strip();
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
          .filter(p -> Arrays.asList(p.info().arguments().orElse(new String[0])).contains(data));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
