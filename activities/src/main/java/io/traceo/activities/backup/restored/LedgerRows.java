package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's rows against the leader's: for each client exactly the same up to its highest number
 * that was restored, and above it nothing that had been committed by then.
 */
final class LedgerRows {
  private static final String NAME = "ledger rows";
  private static final String TABLE = "SELECT to_regclass('ledger.entry')::text";
  private static final String ROWS =
      "SELECT e.client, count(*), sum(hashtextextended(e.client || ' ' || e.seq, 0)::numeric)"
          + " FROM ledger.entry e JOIN unnest(?::text[], ?::bigint[]) AS top(client, seq)"
          + " ON top.client = e.client AND e.seq <= top.seq GROUP BY e.client";
  // A row is dated when it is inserted, a commit a moment later: what was under way is no loss.
  private static final String EARLIER =
      "SELECT e.client || ' ' || e.seq FROM ledger.entry e"
          + " LEFT JOIN unnest(?::text[], ?::bigint[]) AS top(client, seq)"
          + " ON top.client = e.client WHERE e.seq > coalesce(top.seq, -1)"
          + " AND e.at < to_timestamp(? / 1000.0) - interval '1 second' LIMIT 3";

  private final Connection restored;
  private final Member leader;

  LedgerRows(Connection restored, Member leader) {
    this.restored = restored;
    this.leader = leader;
  }

  Check check(@Nullable Long lastCommitMillis) throws SQLException {
    if (Sql.text(restored, TABLE) == null) {
      return new Check(NAME, true, "skipped: there is no table ledger.entry");
    }
    Map<String, Long> tops = tops();
    Map<String, String> here = rows(restored, tops);
    try {
      return leader.patiently(
          connection -> {
            List<String> wrong = new ArrayList<>();
            Map<String, String> there = rows(connection, tops);
            here.forEach(
                (client, rows) -> {
                  if (!rows.equals(there.get(client))) {
                    wrong.add(client + " has other rows than on the leader");
                  }
                });
            if (lastCommitMillis != null) {
              wrong.addAll(earlier(connection, tops, lastCommitMillis));
            }
            return wrong.isEmpty()
                ? new Check(NAME, true, tops.size() + " clients, as on " + leader.region())
                : new Check(NAME, false, String.join("; ", wrong));
          });
    } catch (ApplicationFailure e) {
      return new Check(NAME, true, "skipped: the leader can't be asked: " + e.getOriginalMessage());
    }
  }

  private Map<String, Long> tops() throws SQLException {
    Map<String, Long> tops = new TreeMap<>();
    try (PreparedStatement statement =
            restored.prepareStatement("SELECT client, max(seq) FROM ledger.entry GROUP BY client");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        tops.put(rows.getString(1), rows.getLong(2));
      }
    }
    return tops;
  }

  private static Map<String, String> rows(Connection connection, Map<String, Long> tops)
      throws SQLException {
    Map<String, String> found = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      bind(connection, statement, tops);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), rows.getLong(2) + " " + rows.getString(3));
        }
      }
    }
    return found;
  }

  private static List<String> earlier(
      Connection connection, Map<String, Long> tops, long lastCommitMillis) throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(EARLIER)) {
      bind(connection, statement, tops);
      statement.setLong(3, lastCommitMillis);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1) + " is missing although it was written before the last row");
        }
      }
    }
    return found;
  }

  private static void bind(
      Connection connection, PreparedStatement statement, Map<String, Long> tops)
      throws SQLException {
    Array clients = connection.createArrayOf("text", tops.keySet().toArray());
    Array numbers = connection.createArrayOf("bigint", tops.values().toArray());
    statement.setArray(1, clients);
    statement.setArray(2, numbers);
  }
}
