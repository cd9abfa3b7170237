package io.traceo.activities.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.place.PlaceConfig.LocalServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  /** Whose parent never asks for it, as the first process of a container may not. */
  private static final String UNREAPED =
      "sh -c 'while :; do sleep 60; done' \"$0\" & echo $!; exec sleep 600";

  @TempDir private Path root;

  /** Far below the time after which a kill gives up. */
  @Test
  @Timeout(value = 15, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aKilledServerHasEndedThoughNobodyReapsIt() throws IOException {
    Path data = Files.createDirectory(root.resolve("data-1"));
    Files.createSymbolicLink(root.resolve("current"), data);
    PostgresServer server = new PostgresServer(new LocalServer("unused", root.toString()));
    Process parent = new ProcessBuilder("sh", "-c", UNREAPED, data.toString()).start();
    try (BufferedReader out = parent.inputReader()) {
      Path file = Files.writeString(data.resolve("postmaster.pid"), out.readLine() + "\n");
      long pid = server.pid().orElseThrow();

      server.kill();

      assertThat(ProcessHandle.of(pid)).as("not reaped").isPresent();
      assertThat(server.pid()).isEmpty();
      assertThat(file).doesNotExist();
    } finally {
      parent.descendants().forEach(ProcessHandle::destroyForcibly);
      parent.destroyForcibly();
    }
  }
}
