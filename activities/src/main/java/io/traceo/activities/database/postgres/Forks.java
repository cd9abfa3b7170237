package io.traceo.activities.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where timelines part. The history file of a timeline lists every ancestor with the position at
 * which the next one left it (PostgreSQL manual, "Timelines").
 */
final class Forks {
  private Forks() {}

  /**
   * Position at which the leader's history first leaves a timeline: beyond it the two differ.
   *
   * @return the position; {@link Long#MAX_VALUE} when the leader is still on that timeline; 0 when
   *     its history never was on it
   */
  static long firstFrom(int timeline, int leaderTimeline, Member leader) {
    if (timeline == leaderTimeline) {
      return Long.MAX_VALUE;
    }
    return leader.with(
        connection -> {
          String mine = Integer.toString(timeline);
          for (String[] parts : history(connection, leaderTimeline)) {
            if (parts[0].equals(mine)) {
              return bytes(connection, parts[1]);
            }
          }
          return 0L;
        });
  }

  /** Position at which a timeline left its parent; 0 for the first one. */
  static long bornAt(int timeline, Connection connection) throws SQLException {
    if (timeline == 1) {
      return 0;
    }
    List<String[]> ancestors = history(connection, timeline);
    return ancestors.isEmpty() ? 0 : bytes(connection, ancestors.get(ancestors.size() - 1)[1]);
  }

  private static long bytes(Connection connection, String position) throws SQLException {
    return Sql.number(
        connection, "SELECT '" + position.replace("'", "") + "'::pg_lsn - '0/0'::pg_lsn");
  }

  /** Ancestors, oldest first: timeline, and the position at which the next one left it. */
  private static List<String[]> history(Connection connection, int timeline) throws SQLException {
    String file = String.format(Locale.ROOT, "pg_wal/%08X.history", timeline);
    String text = String.valueOf(Sql.text(connection, "SELECT pg_read_file(?)", file));
    List<String[]> ancestors = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] parts = line.strip().split("\\s+", 3);
      if (parts.length >= 2 && !parts[0].startsWith("#")) {
        ancestors.add(parts);
      }
    }
    return ancestors;
  }
}
