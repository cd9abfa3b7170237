package io.traceo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /**
   * Removes everything of the lab; reports are not below it. What somebody else removes meanwhile
   * is as good as removed.
   */
  public static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  /** Removes everything in a folder; the folder stays. */
  static void empty(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      all.forEach(LabFolder::remove);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + folder, e);
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      return after(e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(folder);
      return after(e);
    }

    private static FileVisitResult after(@Nullable IOException e) throws IOException {
      if (e != null && !(e instanceof NoSuchFileException)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
