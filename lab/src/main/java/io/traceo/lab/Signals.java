package io.traceo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signals that Java can't send itself. */
final class Signals {
  private Signals() {}

  /** Stops processes where they stand. */
  static void stop(List<ProcessHandle> processes) {
    send("-STOP", processes);
  }

  /** Lets stopped processes go on. */
  static void resume(List<ProcessHandle> processes) {
    send("-CONT", processes);
  }

  private static void send(String signal, List<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(p -> command.add(Long.toString(p.pid())));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + signal, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
