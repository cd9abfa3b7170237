package io.traceo.lab.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The ledger's process. Its only argument is a file with a {@link LedgerConfig}; it prints one
 * line, {@code {"port":N}}, when its control channel listens, and ends on SIGTERM, {@code POST
 * /stop} or the end of its parent.
 */
public final class LedgerMain {
  private LedgerMain() {}

  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: LedgerMain CONFIG.json");
      System.exit(2);
    }
    try {
      run(LedgerConfig.read(Path.of(arguments[0])));
    } catch (IOException | RuntimeException e) {
      // The control channel's threads would keep a half-started process alive.
      System.err.println("the ledger can't run: " + e);
      System.exit(1);
    }
  }

  private static void run(LedgerConfig config) throws IOException {
    Ledger ledger = new Ledger(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(ledger), "ledger-end"));
    String token = Files.readString(Path.of(config.tokenFile())).strip();
    int port = new LedgerServer(ledger, token, LedgerMain::endSoon).start();
    ledger.start();
    System.out.println("{\"port\":" + port + "}");
    System.out.flush();
    Long parent = config.parentPid();
    if (parent != null) {
      awaitEndOfParent(parent);
      System.exit(0);
    }
  }

  private static void awaitEndOfParent(long parent) throws IOException {
    // An orphan has another parent at once, whereas the old one's number may live on or come again.
    while (ProcessHandle.current().parent().map(p -> p.pid() == parent).orElse(false)) {
      Pause.of(Duration.ofMillis(500));
    }
  }

  private static void endSoon() {
    // Not on the thread that still has to answer.
    new Thread(() -> System.exit(0), "ledger-exit").start();
  }

  private static void close(Ledger ledger) {
    try {
      ledger.close();
    } catch (IOException e) {
      System.err.println("the journal could not be closed: " + e.getMessage());
    }
  }
}
