package io.traceo.lab.ledger;

import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.Losses;
import io.traceo.workflows.ledger.LedgerAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The writers, their journal and the final account, inside the ledger's own process. */
final class Ledger implements AutoCloseable {
  private static final int REFUSALS = 300;
  private static final HostPort NOBODY = new HostPort("127.0.0.1", 1);

  private final LedgerConfig config;
  private final Jdbc jdbc;
  private final JournalFiles files;
  private final Tally tally = new Tally();
  private final InjectorClock clock;
  private final Set<String> connections = new TreeSet<>();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Journal journal;
  private @Nullable String unwritable;

  Ledger(LedgerConfig config) {
    this.config = config;
    this.jdbc =
        new Jdbc(config.database(), config.user(), Path.of(config.passwordFile()), config.limits());
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
    files.forEach(tally::restore);
    if (!config.writing()) {
      return;
    }
    warmUp();
    int incarnation = files.nextIncarnation();
    Journal opened = open(files.path(incarnation));
    if (opened == null) {
      return;
    }
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

  /** A ledger that can't write says so where it is asked: its log may be on the same full disk. */
  private @Nullable Journal open(Path path) {
    try {
      return Journal.create(path, tally::add);
    } catch (IOException e) {
      unwritable = Journal.unwritable(path, e);
      return null;
    }
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
        current == null ? unwritable : current.problem());
  }

  /**
   * What is missing so far on a leader, while writing goes on: whatever was in the journal before
   * the rows were read must be among them.
   *
   * @throws IOException when the region can't be read or does not lead
   */
  Losses losses(String region) throws IOException {
    Outcomes outcomes = Outcomes.of(files);
    ReadBack readBack = new ReadBack(jdbc, config.members(), config.ledgerId(), ReadBack.PATIENCE);
    ReadBack.Round round = readBack.read(List.of(region));
    MemberRows rows = round.rows().get(region);
    if (rows == null || !rows.leading()) {
      throw new IOException(region + " can't be read or does not lead: " + round.unread());
    }
    LedgerAccount soFar =
        new Accounting(null, null, "", region, connections, 0)
            .account(files, outcomes, rows, List.of(rows));
    return new Losses(soFar.acknowledged(), soFar.lost(), soFar.doubleLeader());
  }

  /**
   * Stops writing, reads everything back, accounts. Can be asked again.
   *
   * @throws Copies.NoLeaderException when no member in reach leads: nothing can be said of loss
   */
  LedgerAccount account(AccountRequest request) throws IOException {
    close();
    clock.measure();
    Outcomes outcomes = Outcomes.of(files);
    ReadBack readBack = new ReadBack(jdbc, config.members(), config.ledgerId(), ReadBack.PATIENCE);
    Copies copies =
        Copies.readUntilComplete(
            readBack::read, config.members().keySet(), outcomes.acknowledged());
    long offset = clock.offset().offsetNanos();
    Long fault = request.faultAtNanos();
    return new Accounting(
            fault == null ? null : Long.valueOf(fault + offset),
            request.decidedAtMillis(),
            request.oldLeader(),
            request.newLeader(),
            connections,
            offset / 1e6)
        .account(files, outcomes, copies.leader(), copies.read());
  }

  /** Stops the writers, waits for the writes under way, flushes the journal. Harmless twice. */
  @Override
  public synchronized void close() throws IOException {
    writers.forEach(Writer::stop);
    try {
      for (Thread thread : threads) {
        thread.join(Writer.longest(config.limits()).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (journal != null) {
      journal.close();
    }
  }
}
