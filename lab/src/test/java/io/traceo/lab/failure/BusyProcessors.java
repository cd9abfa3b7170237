package io.traceo.lab.failure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Twice as many busy loops as there are processors, until it is closed. */
final class BusyProcessors implements AutoCloseable {
  private final List<Process> loops = new ArrayList<>();

  BusyProcessors() throws IOException {
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      // Nothing spins on for long when the suite is killed.
      loops.add(new ProcessBuilder("timeout", "300", "sh", "-c", "while :; do :; done").start());
    }
  }

  @Override
  public void close() {
    loops.forEach(
        p -> {
          p.descendants().forEach(ProcessHandle::destroyForcibly);
          p.destroyForcibly();
        });
  }
}
