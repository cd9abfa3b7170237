package io.traceo.lab.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a ledger's rows from members, in one snapshot each. Changes nothing. */
final class ReadBack {
  private static final int ANSWER_MS = 10_000;
  private final Jdbc jdbc;
  private final Map<String, String> members;
  private final String prefix;

  ReadBack(Jdbc jdbc, Map<String, String> members, String ledgerId) {
    this.jdbc = jdbc;
    this.members = members;
    this.prefix = ledgerId + "/";
  }

  /** Every member that can be read now; those that can't are left out. */
  List<MemberRows> readAll() {
    List<MemberRows> read = new ArrayList<>();
    for (String region : members.keySet().stream().sorted().toList()) {
      try {
        read.add(read(region));
      } catch (SQLException e) {
        // Counted as not read.
      }
    }
    return read;
  }

  /** The one that leads with the highest epoch, then timeline. */
  static Optional<MemberRows> leader(List<MemberRows> read) {
    return read.stream()
        .filter(MemberRows::leading)
        .max(Comparator.comparingLong(MemberRows::epoch).thenComparingInt(MemberRows::timeline));
  }

  private MemberRows read(String region) throws SQLException {
    HostPort server = HostPort.parse(String.valueOf(members.get(region)));
    try (Connection connection = jdbc.open(server, ANSWER_MS)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
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
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT client, seq FROM ledger.entry WHERE starts_with(client, ?)")) {
      statement.setFetchSize(5000);
      statement.setString(1, prefix);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String client = String.valueOf(rows.getString(1));
          into.add(client.substring(prefix.length()), rows.getLong(2));
        }
      }
    }
  }
}
