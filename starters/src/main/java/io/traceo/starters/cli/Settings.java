package io.traceo.starters.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are. */
final class Settings {
  private Settings() {}

  static Path home() {
    String home = System.getenv("TRACEO_HOME");
    return home == null || home.isBlank()
        ? Path.of(System.getProperty("user.home"), ".traceo")
        : Path.of(home).toAbsolutePath();
  }

  static Path reports() {
    return home().resolve("reports");
  }

  /** The runbooks that came with the program, or those of the working folder. */
  static Path runbooks() {
    String named = System.getProperty("traceo.runbooks");
    Path shipped = named == null ? Path.of("runbooks") : Path.of(named);
    return Files.isDirectory(shipped) ? shipped : Path.of("runbooks");
  }

  static String user() {
    return String.valueOf(System.getProperty("user.name"));
  }
}
