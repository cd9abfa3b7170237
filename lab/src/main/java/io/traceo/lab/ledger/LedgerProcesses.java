package io.traceo.lab.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The ledger processes of this one, by ledger id. Thread-safe. */
final class LedgerProcesses implements AutoCloseable {
  private final Function<String, LedgerConfig> configs;
  private final Path folder;
  private final Map<String, LedgerProcess> running = new HashMap<>();

  LedgerProcesses(Function<String, LedgerConfig> configs, Path folder) {
    this.configs = configs;
    this.folder = folder;
  }

  /** The running process, or a new one. */
  synchronized LedgerProcess start(String id, String group) throws IOException {
    LedgerProcess known = running.get(id);
    if (known != null && known.alive()) {
      return known;
    }
    LedgerProcess started = LedgerProcess.start(configs.apply(group), id, folder);
    running.put(id, started);
    return started;
  }

  /**
   * The running process.
   *
   * @throws IOException when it doesn't run
   */
  synchronized LedgerProcess get(String id) throws IOException {
    LedgerProcess known = running.get(id);
    if (known == null || !known.alive()) {
      throw new IOException("no process of ledger " + id + " runs");
    }
    return known;
  }

  /** The running process, or one that only reads what a dead one has journalled. */
  synchronized LedgerProcess getOrRead(String id) throws IOException {
    LedgerProcess known = running.get(id);
    if (known != null && known.alive()) {
      return known;
    }
    Path file = LedgerProcess.folderOf(id, folder).resolve("ledger.json");
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("there is no ledger " + id);
    }
    LedgerProcess reading = LedgerProcess.reading(LedgerConfig.read(file), id, folder);
    running.put(id, reading);
    return reading;
  }

  /** Whether there was one to end. */
  synchronized boolean stop(String id) {
    LedgerProcess known = running.remove(id);
    if (known == null || !known.alive()) {
      return false;
    }
    known.stop();
    return true;
  }

  @Override
  public synchronized void close() {
    running.values().forEach(LedgerProcess::stop);
    running.clear();
  }
}
