package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that is full for one process: the kernel lets none of its files grow any more. */
final class LimitedDisk {
  private LimitedDisk() {}

  /** The file may take half a line more; the write that needs another byte fails, cut short. */
  static void fill(long pid, Path file) throws Exception {
    Process limit =
        new ProcessBuilder(
                "prlimit", "--pid", Long.toString(pid), "--fsize=" + (Files.size(file) + 150))
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }
}
