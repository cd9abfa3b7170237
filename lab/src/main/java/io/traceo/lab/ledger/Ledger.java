package io.traceo.lab.ledger;

import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.ledger.LedgerAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The writers, their journal and the final account, inside the ledger's own process. */
final class Ledger implements AutoCloseable {
  private static final Duration LEADER_PATIENCE = Duration.ofSeconds(10);
  private static final int REFUSALS = 300;
  private static final HostPort NOBODY = new HostPort("127.0.0.1", 1);
  private static final Duration COPY_PATIENCE = Duration.ofSeconds(10);

  private final LedgerConfig config;
  private final Jdbc jdbc;
  private final JournalFiles files;
  private final Tally tally = new Tally();
  private final InjectorClock clock;
  private final Set<String> connections = new TreeSet<>();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Journal journal;

  Ledger(LedgerConfig config) {
    this.config = config;
    this.jdbc = new Jdbc(config.database(), config.user(), Path.of(config.passwordFile()));
    this.files = new JournalFiles(Path.of(config.folder()));
    this.clock = new InjectorClock(config.injectorClock());
    for (ClientKind kind : ClientKind.values()) {
      for (int i = 1; i <= config.connections().of(kind); i++) {
        connections.add(kind.label() + "-" + i);
      }
    }
  }

  /** Begins to write, unless the configuration says to read only. */
  void start() throws IOException {
    clock.measure();
    tally.restore(files.readAll());
    if (!config.writing()) {
      return;
    }
    warmUp();
    int incarnation = files.nextIncarnation();
    Journal opened = Journal.create(files.path(incarnation), tally::add);
    journal = opened;
    Clients clients = new Clients(config, jdbc);
    for (String connection : connections) {
      Writer writer =
          new Writer(
              config.ledgerId(),
              incarnation + "/" + connection,
              clients.dialer(connection),
              opened,
              config.writesPerSecond());
      writers.add(writer);
      threads.add(new Thread(writer, "ledger-" + connection));
    }
    threads.forEach(Thread::start);
  }

  /** Clients that have run for months know how it feels to be refused: nothing left to compile. */
  private void warmUp() {
    for (int i = 0; i < REFUSALS; i++) {
      try {
        jdbc.open(NOBODY, 1).close();
      } catch (SQLException e) {
        // As wanted.
      }
    }
  }

  LedgerStatus status() {
    Journal current = journal;
    InjectorClock.Offset offset = clock.offset();
    return new LedgerStatus(
        tally.acknowledged(),
        tally.acknowledgedPerSecond(),
        tally.unknown(),
        tally.refused(),
        tally.connections(),
        connections.size(),
        offset.offsetNanos() / 1e6,
        offset.uncertaintyNanos() / 1e6,
        current == null ? null : current.problem());
  }

  /**
   * Stops writing, reads everything back, accounts. Can be asked again.
   *
   * @throws NoLeaderException when no member in reach leads: nothing can be said of loss
   */
  LedgerAccount account(AccountRequest request) throws IOException {
    close();
    clock.measure();
    List<JournalEntry> entries = files.readAll();
    ReadBack readBack = new ReadBack(jdbc, config.members(), config.ledgerId());
    List<MemberRows> read = readUntilComplete(readBack, entries);
    MemberRows leader =
        ReadBack.leader(read)
            .orElseThrow(() -> new NoLeaderException("no member in reach leads the group"));
    long offset = clock.offset().offsetNanos();
    Long fault = request.faultAtNanos();
    return new Accounting(
            fault == null ? null : Long.valueOf(fault + offset),
            request.oldLeader(),
            request.newLeader(),
            connections,
            offset / 1e6)
        .account(entries, leader, read);
  }

  /** Followers may still be replaying: asks again until they have all, for a while. */
  private List<MemberRows> readUntilComplete(ReadBack readBack, List<JournalEntry> entries)
      throws IOException {
    long started = System.nanoTime();
    while (true) {
      List<MemberRows> read = readBack.readAll();
      Optional<MemberRows> leader = ReadBack.leader(read);
      boolean complete =
          leader.isPresent()
              && read.stream().allMatch(m -> Accounting.missing(entries, leader.get(), m) == 0);
      Duration patience = leader.isPresent() ? COPY_PATIENCE : LEADER_PATIENCE;
      if (complete || System.nanoTime() - started > patience.toNanos()) {
        return read;
      }
      Pause.of(Duration.ofMillis(250));
    }
  }

  /** Stops the writers, waits for the writes under way, flushes the journal. Harmless twice. */
  @Override
  public synchronized void close() throws IOException {
    writers.forEach(Writer::stop);
    try {
      for (Thread thread : threads) {
        thread.join(Writer.LONGEST_WRITE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (journal != null) {
      journal.close();
    }
  }

  /** Nobody leads, or nobody who does can be reached. May pass: ask again. */
  static final class NoLeaderException extends IOException {
    NoLeaderException(String message) {
      super(message);
    }
  }
}
