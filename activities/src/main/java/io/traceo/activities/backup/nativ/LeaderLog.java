package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log of a leader as its operator sees it: files of {@code pg_wal}, and the archive's slot. */
final class LeaderLog {
  /** Keeps log that the archive has not received. */
  static final String SLOT = "traceo_archive";

  private final Member leader;

  LeaderLog(Member leader) {
    this.leader = leader;
  }

  LeaderFacts facts() {
    return leader.with(LeaderFacts::of);
  }

  /** Texts of the histories of this timeline and of all before it. */
  Map<Integer, String> histories(int timeline) {
    return leader.with(
        connection -> {
          Map<Integer, String> histories = new LinkedHashMap<>();
          for (int t = 2; t <= timeline; t++) {
            String text =
                Sql.text(
                    connection,
                    "SELECT pg_read_file(?, 0, 1 << 20, true)",
                    "pg_wal/" + WalName.history(t));
            if (text != null) {
              histories.put(t, text);
            }
          }
          return histories;
        });
  }

  /** Its line; the history of the timeline that a leader is on is always there. */
  static Timelines line(int timeline, Map<Integer, String> histories) {
    return Timelines.of(timeline, histories.getOrDefault(timeline, ""));
  }

  Set<WalName> segments() {
    return leader.with(
        connection -> {
          Set<WalName> found = new HashSet<>();
          try (PreparedStatement statement =
                  connection.prepareStatement("SELECT name FROM pg_ls_waldir()");
              ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              if (WalName.matches(rows.getString(1))) {
                found.add(WalName.parse(rows.getString(1)));
              }
            }
          }
          return found;
        });
  }

  /** A whole segment; null when it is gone. */
  byte @Nullable [] segment(WalName name) {
    return leader.patiently(connection -> read(connection, name));
  }

  private static byte @Nullable [] read(Connection connection, WalName name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_read_binary_file(?, 0, " + WalName.BYTES + ", true)")) {
      statement.setString(1, "pg_wal/" + name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }

  /** The slot is there afterwards, and keeps log from the last checkpoint on if it is new. */
  void requireSlot() {
    leader.with(
        connection ->
            Sql.text(
                connection,
                "SELECT pg_create_physical_replication_slot(?, true)::text WHERE NOT EXISTS"
                    + " (SELECT 1 FROM pg_replication_slots WHERE slot_name = ?)",
                SLOT,
                SLOT));
  }
}
