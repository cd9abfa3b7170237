package io.traceo.activities.database.postgres;

import io.traceo.activities.database.postgres.Timelines.Era;
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

  /** The timelines of a member that has reached this one. */
  static Timelines of(int timeline, Member member) {
    return member.with(connection -> of(timeline, connection));
  }

  private static Timelines of(int timeline, Connection connection) throws SQLException {
    List<Era> eras = new ArrayList<>();
    if (timeline > 1) {
      for (String[] parts : history(connection, timeline)) {
        eras.add(new Era(Integer.parseInt(parts[0]), bytes(connection, parts[1])));
      }
    }
    eras.add(new Era(timeline, Long.MAX_VALUE));
    return new Timelines(eras);
  }

  /** Position at which a timeline left its parent; 0 for the first one. */
  static long bornAt(int timeline, Connection connection) throws SQLException {
    List<Era> eras = of(timeline, connection).eras();
    return eras.size() < 2 ? 0 : eras.get(eras.size() - 2).end();
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
