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
    if (known != null && known.alive() && known.writing()) {
      return known;
    }
    stop(id);
    return remember(id, LedgerProcess.start(configs.apply(group), id, folder));
  }

  /**
   * The running process.
   *
   * @throws IOException when it doesn't run
   */
  synchronized LedgerProcess get(String id) throws IOException {
    LedgerProcess known = running.get(id);
    if (known != null && known.alive()) {
      return known;
    }
    saved(id);
    throw new IOException("no process of ledger " + id + " runs");
  }

  /** The running process; one that died without being asked to is started again. */
  synchronized LedgerProcess getOrRestart(String id) throws IOException {
    LedgerProcess known = running.get(id);
    if (known == null || known.alive()) {
      return get(id);
    }
    return remember(id, LedgerProcess.start(saved(id), id, folder));
  }

  /** The running process, or one that only reads what a dead one has journalled. */
  synchronized LedgerProcess getOrRead(String id) throws IOException {
    LedgerProcess known = running.get(id);
    if (known != null && known.alive()) {
      return known;
    }
    return remember(id, LedgerProcess.reading(saved(id), id, folder));
  }

  private LedgerProcess remember(String id, LedgerProcess process) {
    running.put(id, process);
    return process;
  }

  private LedgerConfig saved(String id) throws IOException {
    Path file = LedgerProcess.folderOf(id, folder).resolve("ledger.json");
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("there is no ledger " + id);
    }
    return LedgerConfig.read(file);
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
