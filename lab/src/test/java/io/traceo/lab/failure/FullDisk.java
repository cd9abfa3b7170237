package io.traceo.lab.failure;

import io.traceo.activities.database.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;

/** A disk that takes nothing more, for one server: its files may not grow or be written at all. */
final class FullDisk {
  private static final String LIMIT =
      "prlimit --pid $1 --fsize=1:1 || exit 1; shift;"
          + " for each; do prlimit --pid $each --fsize=1:1 || true; done";

  private FullDisk() {}

  /** Until the server's processes are started anew. */
  static void of(PostgresServer server) {
    ProcessHandle postmaster = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
    List<String> command = new ArrayList<>(List.of("sh", "-c", LIMIT, "full-disk"));
    // The postmaster first: whatever it starts from then on has the limit, too.
    PostgresServer.family(postmaster).forEach(p -> command.add(Long.toString(p.pid())));
    server.user().run(command, server.data());
  }
}
