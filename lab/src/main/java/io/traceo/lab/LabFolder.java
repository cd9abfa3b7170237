package io.traceo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the lab keeps its files: all below one folder, gone with {@code lab down}.
 *
 * @param home {@code $TRACEO_HOME}
 */
public record LabFolder(Path home) {

  /** Below {@code $TRACEO_HOME}, or {@code ~/.traceo}. */
  public static LabFolder ofEnvironment() {
    String home = System.getenv("TRACEO_HOME");
    return new LabFolder(
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".traceo")
            : Path.of(home).toAbsolutePath());
  }

  /** The lab's own folder. */
  public Path lab() {
    return home.resolve("lab");
  }

  /** Where the database servers' files go, if their user may enter it. */
  public Path postgres() {
    return lab().resolve("postgres");
  }

  /** Reports stay here when the lab is gone. */
  public Path reports() {
    return home.resolve("reports");
  }

  /** A folder of the lab, made when it isn't there, for its owner only. */
  public Path folder(String name) {
    try {
      Path folder = lab().resolve(name);
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + lab().resolve(name), e);
    }
  }

  /** The file that says how to talk to the lab that is up. */
  public Path door() {
    return lab().resolve("lab.json");
  }

  /** Removes everything of the lab; reports are not below it. */
  public static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
