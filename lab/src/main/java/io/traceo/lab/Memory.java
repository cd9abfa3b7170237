package io.traceo.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Proportional set size from the kernel: shared pages are counted once over all processes. */
final class Memory {
  private Memory() {}

  /** Sum over all Java processes below this one, itself included, in MiB. */
  static long javaPssMiB() {
    ProcessHandle self = ProcessHandle.current();
    List<Long> pids =
        java.util.stream.Stream.concat(java.util.stream.Stream.of(self), self.descendants())
            .filter(p -> p.info().command().map(c -> c.endsWith("/java")).orElse(false))
            .map(ProcessHandle::pid)
            .toList();
    return pids.stream().mapToLong(Memory::pssKiB).sum() / 1024;
  }

  private static long pssKiB(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
        if (line.startsWith("Pss:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // It has ended meanwhile.
    }
    return 0;
  }
}
