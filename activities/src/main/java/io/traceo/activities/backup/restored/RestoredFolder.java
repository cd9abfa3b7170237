package io.traceo.activities.backup.restored;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.Failures;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.database.postgres.PostgresServer;
import io.traceo.activities.database.postgres.ServerUser;
import io.traceo.activities.place.PlaceConfig.LocalServer;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.PayloadMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything of one restored server lies below its own folder, in the layout that {@link
 * PostgresServer} knows: {@code current} links to {@code data}, configuration beside it.
 */
final class RestoredFolder {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final ObjectMapper JSON = PayloadMapper.create();

  private static final long LAUNCH_NANOS = 5_000_000_000L;

  private final Path root;
  private final Path bin;
  private final ServerUser user = ServerUser.forThisProcess();

  private RestoredFolder(Path root, Path bin) {
    this.root = root;
    this.bin = bin;
  }

  static RestoredFolder of(BackupPlace place, RestoredServer server) {
    if (!place.place().equals(server.region())) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "a server in " + server.region() + " can't be restored from " + place.place());
    }
    if (!names(server.restoreId())) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "restore id \"" + server.restoreId() + "\" can't name a folder");
    }
    Path scratch = Path.of(place.access().scratch().folder());
    return new RestoredFolder(
        scratch.resolve(place.group()).resolve(server.restoreId()),
        Path.of(place.access().scratch().bin()));
  }

  /** Whether a text can be the id of a restored server. */
  static boolean names(String id) {
    return ID.matcher(id).matches();
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve("data");
  }

  Path file(String name) {
    return root.resolve(name);
  }

  ServerUser user() {
    return user;
  }

  boolean exists() {
    return Files.exists(root, LinkOption.NOFOLLOW_LINKS);
  }

  /** Its server, whether or not it runs. */
  PostgresServer server() {
    return new PostgresServer(new LocalServer(bin.toString(), root.toString()));
  }

  boolean runs() {
    return runs(root, bin);
  }

  /** Whether a server runs from that folder. */
  static boolean runs(Path root, Path bin) {
    return Files.exists(root.resolve("current"))
        && new PostgresServer(new LocalServer(bin.toString(), root.toString())).pid().isPresent();
  }

  /** Starts it in recovery; comes back when its process is there, or plainly isn't. */
  void launch(Map<String, String> options) {
    PostgresServer server = server();
    server.launchAsStandby(options);
    long deadline = System.nanoTime() + LAUNCH_NANOS;
    while (server.pid().isEmpty() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Makes it, empty. */
  void make() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    user.own(root);
    Files.createDirectories(data());
    Files.createSymbolicLink(root.resolve("current"), Path.of("data"));
  }

  /** Ends the server and removes all of it. */
  void remove() throws IOException {
    if (Files.exists(root.resolve("current"))) {
      server().kill();
    }
    removeTree(root);
    Path group = root.getParent();
    if (group != null && Files.isDirectory(group)) {
      try (Stream<Path> left = Files.list(group)) {
        if (left.findAny().isEmpty()) {
          Files.deleteIfExists(group);
        }
      }
    }
  }

  static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Writes a file of the configuration, for the server's user alone. */
  void write(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    user.own(file);
  }

  /** Notes what has been reached; there wholly or not at all. */
  void note(String name, Object what) {
    try {
      Path written = root.resolve(name + ".new");
      Files.write(written, JSON.writeValueAsBytes(what));
      Files.move(written, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + root.resolve(name), e);
    }
  }

  <T> Optional<T> noted(String name, Class<T> type) {
    Path file = root.resolve(name);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readAllBytes(file), type))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void forget(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }
}
