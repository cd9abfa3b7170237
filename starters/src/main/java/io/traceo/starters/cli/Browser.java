package io.traceo.starters.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens files in the user's browser, when there is one. */
record Browser(Settings settings) {
  /** On Linux and on macOS. */
  private static final String[] OPENERS = {"xdg-open", "open"};

  /** Whether something was started that shows it. */
  boolean show(Path file) {
    Optional<Path> opener = opener();
    if (opener.isEmpty()) {
      return false;
    }
    try {
      new ProcessBuilder(opener.get().toString(), file.toUri().toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<Path> opener() {
    String path = settings.variable("PATH");
    boolean screen =
        settings.variable("DISPLAY") != null || settings.variable("WAYLAND_DISPLAY") != null;
    if (path == null || !(screen || System.getProperty("os.name", "").startsWith("Mac"))) {
      // Without a screen xdg-open would start a browser for terminals, which nobody sees.
      return Optional.empty();
    }
    return Stream.of(OPENERS)
        .flatMap(name -> Stream.of(path.split(":")).flatMap(folder -> in(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> in(String folder, String name) {
    try {
      return Stream.of(Path.of(folder, name));
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }
}
