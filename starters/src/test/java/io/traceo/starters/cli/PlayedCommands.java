package io.traceo.starters.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a real server of the SDK, whose runs are played, and that is up. */
abstract class PlayedCommands {
  static InMemory server;
  // Not the common pool: the commands themselves ask for status there.
  static ExecutorService runner;

  @TempDir Path home;
  Cli cli;

  @BeforeAll
  static void startServer() throws IOException {
    System.setProperty("traceo.runbooks", Path.of("..", "runbooks").toString());
    server = new InMemory();
    runner = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stopServer() {
    server.close();
    runner.shutdownNow();
    System.clearProperty("traceo.runbooks");
  }

  @BeforeEach
  void newEnvironment() {
    TestEnvironment.reset(server.address());
    TestEnvironment.up = true;
    cli = new Cli(home);
  }
}
