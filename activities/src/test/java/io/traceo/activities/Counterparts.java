package io.traceo.activities;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Real servers that a test would rather have. What was prepared, by name in {@code
 * TRACEO_COUNTERPARTS}, must be found: else a test would quietly prove less than it seems to.
 */
public final class Counterparts {
  private Counterparts() {}

  /** Says that one lacks, and how to get it; an error when it was prepared. */
  public static void lacks(String name) {
    String prepared = String.valueOf(System.getenv("TRACEO_COUNTERPARTS"));
    if (List.of(prepared.split(",")).contains(name)) {
      throw new IllegalStateException(name + " was prepared and is not found");
    }
    System.out.println("SKIPPED-COUNTERPART " + name + ": get it with lab/counterparts " + name);
  }

  /** The folder with all of its programs: where {@code lab/counterparts} puts them, or the PATH. */
  public static Optional<Path> folder(String name, String... programs) {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path prepared =
        (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
            .resolve("traceo")
            .resolve(name);
    return Stream.concat(
            Stream.of(prepared), Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of))
        .filter(p -> Stream.of(programs).allMatch(file -> Files.isExecutable(p.resolve(file))))
        .findFirst();
  }
}
