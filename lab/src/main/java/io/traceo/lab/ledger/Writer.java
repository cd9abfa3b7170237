package io.traceo.lab.ledger;

import io.traceo.lab.ledger.JournalEntry.Outcome;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection's worth of writes: one row after another at a steady pace, each journalled with
 * what became of it. A write is never sent again, so that a row found twice is the database's
 * doing.
 */
final class Writer implements Runnable {
  private static final String INSERT =
      "INSERT INTO ledger.entry(client, seq, sent_at) VALUES (?, ?, ?)"
          + " RETURNING server, epoch, left(pg_walfile_name(pg_current_wal_lsn()), 8)";

  private final String client;
  private final String rowClient;
  private final Dialer dialer;
  private final Journal journal;
  private final long periodNanos;
  private volatile boolean stopping;
  private long seq;

  /**
   * @param ledgerId in front of the client's name in the table
   * @param client {@code incarnation/kind-number}
   */
  Writer(String ledgerId, String client, Dialer dialer, Journal journal, double perSecond) {
    this.client = client;
    this.rowClient = ledgerId + "/" + client;
    this.dialer = dialer;
    this.journal = journal;
    this.periodNanos = (long) (1e9 / perSecond);
  }

  /** Longest time that the write or connect under way may still take; 5 s by default. */
  static Duration longest(LedgerConfig.Limits limits) {
    return Clients.SLOW_ANSWER.plusMillis(200 + 2L * limits.connectMs() + 4L * limits.loginMs());
  }

  /** No write is started after the one under way. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    try {
      while (going()) {
        try (Connection connection = dialer.open();
            PreparedStatement insert = connection.prepareStatement(INSERT)) {
          writeWhileItWorks(connection, insert);
        } catch (SQLException | IOException e) {
          // Not connected: no write was sent, so there is nothing to journal.
          dialer.failed();
          LockSupport.parkNanos(dialer.pause().toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean going() {
    return !stopping && journal.problem() == null;
  }

  private void writeWhileItWorks(Connection connection, PreparedStatement insert)
      throws SQLException, InterruptedException {
    long next = System.nanoTime();
    while (going() && !dialer.shouldMove()) {
      if (!write(connection, insert)) {
        dialer.failed();
        LockSupport.parkNanos(dialer.pause().toNanos());
        return;
      }
      // Never catches up after a stall: a burst would be a load of its own.
      next = Math.max(next + periodNanos, System.nanoTime());
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  /** Whether the connection can be used again. */
  private boolean write(Connection connection, PreparedStatement insert)
      throws SQLException, InterruptedException {
    seq++;
    long millis = System.currentTimeMillis();
    connection.clearWarnings();
    insert.clearWarnings();
    insert.setString(1, rowClient);
    insert.setLong(2, seq);
    insert.setTimestamp(3, new Timestamp(millis));
    long sent = System.nanoTime();
    JournalEntry entry;
    try (ResultSet row = insert.executeQuery()) {
      long end = System.nanoTime();
      entry = answered(row, warning(connection, insert), millis, sent, end);
    } catch (SQLException e) {
      long end = System.nanoTime();
      Outcome outcome = Refusal.outcome(e);
      entry =
          new JournalEntry(client, seq, outcome, millis, sent, end, "", 0, 0, Refusal.reason(e));
      journal.append(entry);
      return false;
    }
    journal.append(entry);
    return true;
  }

  private JournalEntry answered(
      ResultSet row, @Nullable String doubt, long millis, long sent, long end) throws SQLException {
    if (!row.next()) {
      doubt = "no row came back";
    }
    String server = doubt == null ? text(row.getString(1)) : "";
    long epoch = doubt == null ? number(row.getString(2)) : 0;
    int timeline = doubt == null ? Integer.parseUnsignedInt(text(row.getString(3)), 16) : 0;
    Outcome outcome = doubt == null ? Outcome.ACKNOWLEDGED : Outcome.UNKNOWN;
    return new JournalEntry(
        client, seq, outcome, millis, sent, end, server, epoch, timeline, text(doubt));
  }

  private static @Nullable String warning(Connection connection, PreparedStatement insert)
      throws SQLException {
    SQLWarning warning = insert.getWarnings();
    if (warning == null) {
      warning = connection.getWarnings();
    }
    return warning == null ? null : "warning " + warning.getSQLState();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static long number(@Nullable String value) {
    // An epoch that is no number says nothing about order; the timeline still does.
    return value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
  }
}
