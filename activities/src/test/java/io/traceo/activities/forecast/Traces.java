package io.traceo.activities.forecast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real traces of {@code bench/data}. */
final class Traces {
  static final Path FOLDER = folder();

  private Traces() {}

  static double[] daily(String file) {
    try {
      return Files.readAllLines(FOLDER.resolve(file)).stream()
          .skip(1)
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1)))
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests run in their module's folder. */
  private static Path folder() {
    Path here = Path.of("bench", "data");
    return Files.isDirectory(here) ? here : Path.of("..").resolve(here);
  }
}
