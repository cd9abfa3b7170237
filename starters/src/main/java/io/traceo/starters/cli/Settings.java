package io.traceo.starters.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says.
 *
 * @param environment variables by name; an empty one counts as not set
 */
record Settings(Map<String, String> environment) {

  /** Of this process. */
  static Settings ofProcess() {
    return new Settings(System.getenv());
  }

  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  Path home() {
    String home = variable("TRACEO_HOME");
    return home == null
        ? Path.of(System.getProperty("user.home"), ".traceo")
        : Path.of(home).toAbsolutePath();
  }

  Path reports() {
    return home().resolve("reports");
  }

  /** The runbooks that came with the program, or those of the working folder. */
  Path runbooks() {
    String named = System.getProperty("traceo.runbooks");
    Path shipped = named == null ? Path.of("runbooks") : Path.of(named);
    return Files.isDirectory(shipped) ? shipped : Path.of("runbooks");
  }

  /** The demand traces that came with the program, beside its runbooks. */
  Path traces() {
    return runbooks().toAbsolutePath().resolveSibling("bench").resolve("data");
  }

  /**
   * Who decides, for the record, where nobody has checked the name: who reads it is told so.
   *
   * @param typed null or blank for the user of this machine
   */
  String unproven(@Nullable String typed) {
    return named(typed) + " (unproven)";
  }

  /** The name that was typed, else that of this machine's user. */
  String named(@Nullable String typed) {
    return typed == null || typed.isBlank() ? "os:" + user() : typed.strip();
  }

  String user() {
    return String.valueOf(System.getProperty("user.name"));
  }
}
