package io.traceo.activities.database.postgres;

import java.sql.SQLException;
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
          String history = history(connection, leaderTimeline);
          for (String line : history.split("\n", -1)) {
            String[] parts = line.strip().split("\\s+", 3);
            if (parts.length >= 2 && parts[0].equals(Integer.toString(timeline))) {
              return Sql.number(
                  connection, "SELECT '" + parts[1].replace("'", "") + "'::pg_lsn - '0/0'::pg_lsn");
            }
          }
          return 0L;
        });
  }

  private static String history(java.sql.Connection connection, int timeline) throws SQLException {
    String file = String.format(Locale.ROOT, "pg_wal/%08X.history", timeline);
    return String.valueOf(Sql.text(connection, "SELECT pg_read_file(?)", file));
  }
}
