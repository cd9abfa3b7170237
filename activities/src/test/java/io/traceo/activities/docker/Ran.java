package io.traceo.activities.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that has ended.
 *
 * @param code exit code
 * @param output what it printed, errors among it
 */
record Ran(int code, String output) {
  /** Runs it to its end; one that takes longer than a minute is ended, and then has no code 0. */
  static Ran program(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var unused = process.onExit().orTimeout(1, TimeUnit.MINUTES).exceptionally(e -> stop(process));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private static Process stop(Process process) {
    return process.destroyForcibly();
  }
}
