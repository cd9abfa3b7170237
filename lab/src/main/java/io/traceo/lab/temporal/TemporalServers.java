package io.traceo.lab.temporal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds a Temporal server: one that is named or on the PATH, one in the user's cache, one built
 * with Go; else the SDK's in-memory server, and says so.
 */
public final class TemporalServers {
  /** Version of the command line that is built when there is none; its server is 1.29.1. */
  public static final String CLI = "github.com/temporalio/cli/cmd/temporal@v1.5.1";

  private static final long BUILD_MINUTES = 12;

  private TemporalServers() {}

  /**
   * Starts a server.
   *
   * @param namespaces besides the common one
   * @param folder for its database and log
   * @param buildAllowed whether Go may build one, which takes minutes
   * @param progress a line for people at a time
   */
  public static RunningTemporal start(
      String host,
      int port,
      int uiPort,
      List<String> namespaces,
      Path folder,
      boolean buildAllowed,
      Consumer<String> progress) {
    Optional<Path> program = find();
    if (program.isEmpty() && buildAllowed) {
      program = build(progress);
    }
    if (program.isPresent()) {
      return new DevTemporal(program.get(), host, port, uiPort, namespaces, folder);
    }
    progress.accept(
        "no Temporal server here: the SDK's in-memory one is used; no Web UI, no schedules, no"
            + " server faults (lab/counterparts temporal gets a real one)");
    return new InMemoryTemporal(host, port, namespaces);
  }

  private static Optional<Path> find() {
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("TRACEO_TEMPORAL_CLI");
    if (named != null && !named.isBlank()) {
      if (named.equals("none")) {
        return Optional.empty();
      }
      candidates.add(Path.of(named));
    }
    onPath("temporal").ifPresent(candidates::add);
    candidates.add(cached());
    return candidates.stream().filter(Files::isExecutable).findFirst();
  }

  private static Path cacheFolder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("traceo/bin");
  }

  private static Path cached() {
    return cacheFolder().resolve("temporal");
  }

  private static Optional<Path> onPath(String program) {
    String path = System.getenv("PATH");
    if (path == null) {
      return Optional.empty();
    }
    for (String folder : path.split(":", -1)) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> build(Consumer<String> progress) {
    Optional<Path> go = onPath("go");
    if (go.isEmpty() || "none".equals(System.getenv("TRACEO_TEMPORAL_CLI"))) {
      return Optional.empty();
    }
    Path target = cached();
    progress.accept("building a Temporal server with Go, once, 3 to 5 minutes: " + target);
    try {
      Files.createDirectories(cacheFolder());
      ProcessBuilder builder =
          new ProcessBuilder(go.get().toString(), "install", "-ldflags", "-s -w", CLI);
      builder.environment().put("GOBIN", cacheFolder().toString());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      long started = System.nanoTime();
      while (!process.waitFor(15, TimeUnit.SECONDS)) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        progress.accept("  still building the Temporal server, " + seconds + " s");
        if (seconds > TimeUnit.MINUTES.toSeconds(BUILD_MINUTES)) {
          process.destroyForcibly();
        }
      }
      if (process.exitValue() == 0 && Files.isExecutable(target)) {
        return Optional.of(target);
      }
      progress.accept("go install of the Temporal server failed");
    } catch (IOException e) {
      progress.accept("go install of the Temporal server failed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
