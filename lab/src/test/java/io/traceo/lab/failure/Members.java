package io.traceo.lab.failure;

import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.PostgresServer;
import io.traceo.lab.TestLab;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The group's servers, asked by hand beside everything that is tested. */
record Members(TestLab lab, String group) {
  private static final int ANSWER_SECONDS = 3;

  List<String> all() {
    return lab.parts().group(group).cluster().group().members();
  }

  PostgresServer server(String region) {
    return lab.parts().group(group).cluster().member(region);
  }

  /** One value, or null when the server does not answer. */
  @Nullable String ask(String region, String sql) {
    try (Connection connection = session(region);
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(sql)) {
        return row.next() ? row.getString(1) : null;
      }
    } catch (SQLException e) {
      return null;
    }
  }

  /** From within the region: no fault of links is in the way. */
  private Connection session(String region) throws SQLException {
    return new Member(region, lab.parts().group(group).cluster().memberConfig(region, region))
        .session(ANSWER_SECONDS);
  }

  /** Changes a server by hand. */
  void run(String region, String sql) throws SQLException {
    try (Connection connection = session(region);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The timeline that a leader writes to. */
  long timeline(String leader) {
    String hex = ask(leader, "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)");
    return Long.parseLong(String.valueOf(hex), 16);
  }

  /** Those of these that answer and are no standbys. */
  List<String> leading(List<String> regions) {
    List<String> found = new ArrayList<>();
    for (String region : regions) {
      if ("f".equals(ask(region, "SELECT pg_is_in_recovery()"))) {
        found.add(region);
      }
    }
    return found;
  }

  /** Every other member streams from this one and stands in its synchronous set. */
  boolean streaming(String leader) {
    long others = all().size() - 1L;
    // An archive of the log streams, too, and is no member.
    String streaming =
        "SELECT count(*) FROM pg_stat_replication WHERE state='streaming'"
            + " AND application_name IN ('"
            + String.join("','", all())
            + "')";
    return String.valueOf(others).equals(ask(leader, streaming))
        && all().stream()
            .filter(m -> !m.equals(leader))
            .allMatch(m -> "t".equals(ask(m, "SELECT pg_is_in_recovery()")));
  }

  /** Who leads and who streams, for a failure's message. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String region : all()) {
      text.append("\n  ")
          .append(region)
          .append(": recovery ")
          .append(ask(region, "SELECT pg_is_in_recovery()"))
          .append(", epoch ")
          .append(ask(region, "SELECT current_setting('traceo.epoch', true)"))
          .append(", set ")
          .append(ask(region, "SHOW synchronous_standby_names"))
          .append(", streams to ")
          .append(ask(region, "SELECT string_agg(application_name, ',') FROM pg_stat_replication"));
    }
    return text.toString();
  }
}
