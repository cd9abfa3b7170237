package io.traceo.activities.database.postgres;

import io.traceo.activities.place.PlaceConfig.LocalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server on this machine, driven by {@code pg_ctl}. {@code root/current} links to the
 * data folder in use; {@code root/postgresql.conf} lies outside it, so that a re-seed doesn't bring
 * another member's addresses. Not thread-safe.
 */
public final class PostgresServer {
  private static final int WAIT_SECONDS = 20;
  private static final int LOOK_MILLIS = 10;
  private static final Pattern EPOCH_LINE =
      Pattern.compile("\\s*traceo\\.epoch\\s*=\\s*'(\\d+)'\\s*");

  private final Path bin;
  private final Path root;
  private final ServerUser user = ServerUser.forThisProcess();

  public PostgresServer(LocalServer local) {
    this.bin = Path.of(local.bin());
    this.root = Path.of(local.root());
  }

  /** Folder of the server. */
  public Path root() {
    return root;
  }

  /** Data folder in use, with the link resolved. */
  public Path data() {
    try {
      return root.resolve("current").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("no data folder under " + root, e);
    }
  }

  /** Whether the folder in use holds a database; an emptied one, or none at all, does not. */
  public boolean hasData() {
    return Files.exists(root.resolve("current/global/pg_control"));
  }

  /** Process id of the postmaster, if it lives. */
  public Optional<Long> pid() {
    try {
      Path file = data().resolve("postmaster.pid");
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
      return ProcessHandle.of(pid).filter(this::isOurs).map(ProcessHandle::pid);
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** A killed server leaves its file behind, and its number may be somebody else's by now. */
  private boolean isOurs(ProcessHandle process) {
    String data = data().toString();
    return process.isAlive()
        && Arrays.asList(process.info().arguments().orElse(new String[0])).contains(data);
  }

  /** Starts as leader, and arranges that any other start comes up read-only. */
  public void startAsLeader() {
    delete(data().resolve("standby.signal"));
    try {
      start();
    } finally {
      markStandby();
    }
  }

  /** The epoch that the data folder in use carries, whether or not the server runs; else 0. */
  public long epochOnDisk() {
    Path file = data().resolve("postgresql.auto.conf");
    long epoch = 0;
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        Matcher setting = EPOCH_LINE.matcher(line);
        if (setting.matches()) {
          epoch = Long.parseLong(setting.group(1));
        }
      }
      return epoch;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Starts as a standby; with an empty conninfo it is isolated. */
  public void startAsStandby() {
    markStandby();
    start();
  }

  /**
   * Starts as a standby and does not wait: one that has long to replay answers late.
   *
   * @param options settings of this run alone, stronger than any file; values without spaces
   */
  public void launchAsStandby(Map<String, String> options) {
    markStandby();
    if (pid().isPresent()) {
      return;
    }
    StringBuilder all = new StringBuilder("-c config_file=" + root.resolve("postgresql.conf"));
    options.forEach((name, value) -> all.append(" -c ").append(name).append('=').append(value));
    pgCtl("start", "-W", "-l", root.resolve("server.log").toString(), "-o", all.toString());
  }

  /** Starts as whatever its files say, as a machine that boots would. */
  public void startAsFound() {
    start();
  }

  /** Writes the file that makes every start a read-only one. */
  public void markStandby() {
    write(data().resolve("standby.signal"), "");
  }

  /** Settings for the next start, stronger than what ALTER SYSTEM left. */
  public void override(Map<String, String> settings) {
    StringBuilder lines = new StringBuilder("\n");
    settings.forEach(
        (name, value) ->
            lines.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    Path file = data().resolve("postgresql.auto.conf");
    try {
      Files.writeString(
          file, lines.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      user.own(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void start() {
    if (pid().isPresent()) {
      return;
    }
    pgCtl(
        "start",
        "-w",
        "-l",
        root.resolve("server.log").toString(),
        "-o",
        "-c config_file=" + root.resolve("postgresql.conf"));
  }

  /** Clean stop: waits until standbys have received everything. */
  public void stopFast() {
    if (pid().isPresent()) {
      pgCtl("stop", "-w", "-m", "fast");
    }
  }

  /** Ends every process of the server at once. Each backend is a process group of its own. */
  public void kill() {
    Optional<ProcessHandle> postmaster = pid().flatMap(ProcessHandle::of);
    if (postmaster.isEmpty()) {
      return;
    }
    List<ProcessHandle> family = family(postmaster.get());
    family.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(family);
    // Somebody may have started it again by now: then the file is the new one's.
    if (pid().isEmpty()) {
      delete(data().resolve("postmaster.pid"));
    }
  }

  private static void awaitEnd(List<ProcessHandle> family) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    try {
      while (family.stream().anyMatch(PostgresServer::runs) && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A dead process holds nothing any more, however long whoever inherited it takes to reap it; in a
   * container that may be for ever.
   */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      // The name before the state may hold anything, a parenthesis too: proc_pid_stat(5).
      return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return process.isAlive();
    }
  }

  /** The postmaster and all its processes, the postmaster first. */
  public static List<ProcessHandle> family(ProcessHandle postmaster) {
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
    postmaster.descendants().forEach(all::add);
    return all;
  }

  /** A new data folder beside the one in use, owned by the server's user, not yet in use. */
  public Path newDataFolder() {
    for (int n = 2; ; n++) {
      Path folder = root.resolve("data-" + n);
      if (!Files.exists(folder)) {
        try {
          Files.createDirectory(folder);
          Files.setPosixFilePermissions(
              folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
          user.own(folder);
          return folder;
        } catch (IOException e) {
          throw new UncheckedIOException("cannot make " + folder, e);
        }
      }
    }
  }

  /** From the next start on there is none in use; all folders stay. */
  public void useNone() {
    delete(root.resolve("current"));
  }

  /** From the next start on this folder is used. The old one stays. */
  public void use(Path folder) {
    try {
      Path link = root.resolve("current.new");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, folder.getFileName());
      Files.move(link, root.resolve("current"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot switch to " + folder, e);
    }
  }

  /** Who the server runs as. */
  public ServerUser user() {
    return user;
  }

  private void write(Path file, String content) {
    try {
      Files.writeString(file, content);
      user.own(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private void pgCtl(String verb, String... options) {
    List<String> command = new ArrayList<>();
    command.add(bin.resolve("pg_ctl").toString());
    command.add(verb);
    command.addAll(List.of("-D", data().toString(), "-t", Integer.toString(WAIT_SECONDS)));
    command.addAll(List.of(options));
    user.run(command, root);
  }
}
