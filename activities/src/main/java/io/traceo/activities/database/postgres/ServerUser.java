package io.traceo.activities.database.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The user that PostgreSQL runs as. It refuses root, so root hands its files and processes to
 * {@code nobody}; anybody else runs it as themselves.
 */
public final class ServerUser {
  private static final int NOBODY = 65534;
  private static final long LIMIT_SECONDS = 60;

  private final List<String> prefix;
  private final boolean root;

  private ServerUser(boolean root, List<String> prefix) {
    this.root = root;
    this.prefix = prefix;
  }

  /** For whoever runs this process. */
  public static ServerUser forThisProcess() {
    if (!isRoot()) {
      return new ServerUser(false, List.of());
    }
    if (onPath("setpriv")) {
      return new ServerUser(
          true,
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    }
    return new ServerUser(true, List.of("runuser", "-u", "nobody", "--"));
  }

  /** Whether this process runs as root. */
  public static boolean isRoot() {
    try {
      return Objects.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), 0);
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "/usr/bin" : path).split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Gives a file or folder to the server's user. */
  public void own(Path path) throws IOException {
    if (root) {
      Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** The command as it has to be started to run as the server's user. */
  public List<String> command(List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  /**
   * Runs a command as the server's user and waits for it.
   *
   * @throws IllegalStateException with what it printed when it fails
   */
  public void run(List<String> command, Path folder) {
    List<String> all = command(command);
    try {
      Path output = Files.createTempFile("traceo-command", ".log");
      try {
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C");
        // To a file, not a pipe: the server that pg_ctl starts keeps its output open.
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException(command.get(0) + " took over " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
          throw new IllegalStateException(
              String.join(" ", command)
                  + ": exit "
                  + process.exitValue()
                  + ": "
                  + Files.readString(output, StandardCharsets.UTF_8).strip());
        }
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command.get(0), e);
    }
  }
}
