package io.traceo.lab.ledger;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads a ledger's rows from members, all at the same time and in one snapshot each. Changes
 * nothing.
 */
final class ReadBack {
  /** A healthy member gives some hundred thousand rows a second: an hour's are read in a tenth. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int ANSWER_MS = 10_000;

  private final Jdbc jdbc;
  private final Map<String, String> members;
  private final String prefix;
  private final Duration patience;

  /**
   * @param patience how long one member may take for all of its rows; one that takes longer counts
   *     as not read
   */
  ReadBack(Jdbc jdbc, Map<String, String> members, String ledgerId, Duration patience) {
    this.jdbc = jdbc;
    this.members = members;
    this.prefix = ledgerId + "/";
    this.patience = patience;
  }

  /**
   * What was read of the members asked for.
   *
   * @param rows of those that could be read
   * @param unread why the others could not, by region
   */
  record Round(Map<String, MemberRows> rows, Map<String, String> unread) {}

  /** Reads these members, each of which may fail without the others. */
  Round read(Collection<String> regions) throws IOException {
    Round round = new Round(new TreeMap<>(), new TreeMap<>());
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Map<String, Future<MemberRows>> reading = new TreeMap<>();
      for (String region : regions) {
        Callable<MemberRows> one = () -> read(region);
        reading.put(region, threads.submit(one));
      }
      for (Map.Entry<String, Future<MemberRows>> one : reading.entrySet()) {
        await(one.getKey(), one.getValue(), round);
      }
    } finally {
      threads.shutdownNow();
    }
    return round;
  }

  private static void await(String region, Future<MemberRows> rows, Round into) throws IOException {
    try {
      into.rows().put(region, rows.get());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof SQLException failure)) {
        throw new IOException("the rows of " + region + " can't be read", e.getCause());
      }
      into.unread().put(region, why(failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading back");
    }
  }

  /** The driver's own messages may carry data. */
  private static String why(SQLException e) {
    return e instanceof SQLTimeoutException ? String.valueOf(e.getMessage()) : Refusal.reason(e);
  }

  private MemberRows read(String region) throws SQLException {
    HostPort server = HostPort.parse(String.valueOf(members.get(region)));
    try (Connection connection = jdbc.open(server, ANSWER_MS)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      // With automatic commit the driver would hold all rows at once.
      connection.setAutoCommit(false);
      MemberRows rows = state(connection, region);
      readRows(connection, rows);
      return rows;
    }
  }

  private static MemberRows state(Connection connection, String region) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT NOT pg_is_in_recovery(),"
                    + " coalesce(substring(current_setting('traceo.epoch', true) from '^\\d{1,18}$'),"
                    + " '0')::bigint,"
                    + " CASE WHEN pg_is_in_recovery() THEN '0'"
                    + " ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END")) {
      row.next();
      int timeline = Integer.parseUnsignedInt(String.valueOf(row.getString(3)), 16);
      return MemberRows.of(region, row.getBoolean(1), row.getLong(2), timeline);
    }
  }

  private void readRows(Connection connection, MemberRows into) throws SQLException {
    long started = System.nanoTime();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT client, seq FROM ledger.entry WHERE starts_with(client, ?)")) {
      statement.setFetchSize(5000);
      statement.setString(1, prefix);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          // Each answer may be quick enough and the whole still take for ever.
          if (System.nanoTime() - started > patience.toNanos()) {
            throw new SQLTimeoutException("rows not read within " + patience.toSeconds() + " s");
          }
          String client = String.valueOf(rows.getString(1));
          into.add(client.substring(prefix.length()), rows.getLong(2));
        }
      }
    }
  }
}
