package io.traceo.lab.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.database.postgres.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A disk that takes nothing more, for one server: its files may not grow or be written at all. */
final class FullDisk {
  private FullDisk() {}

  /** Until the server's processes are started anew. */
  static void of(PostgresServer server) throws IOException, InterruptedException {
    long pid = server.pid().orElseThrow();
    List<ProcessHandle> all = new ArrayList<>();
    ProcessHandle.of(pid).ifPresent(p -> all.addAll(PostgresServer.family(p)));
    System.out.println("    no room for " + all.size() + " processes of " + server.data());
    for (ProcessHandle each : all) {
      Process limit =
          new ProcessBuilder("prlimit", "--pid", Long.toString(each.pid()), "--fsize=1:1")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(limit.waitFor()).as("prlimit of %s", each.pid()).isZero();
    }
  }
}
