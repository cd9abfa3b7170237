package io.traceo.activities.backup.restored;

import io.traceo.activities.Progress;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * B-tree indexes and heaps by PostgreSQL's own {@code amcheck}. A server in recovery can't create
 * the extension: it must have been there when the backup was taken.
 */
final class AmCheck {
  private static final int NAMED = 5;
  private static final String INDEXES =
      "SELECT c.oid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
          + " JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND i.indisvalid"
          + " AND i.indisready AND c.relpersistence = 'p' AND c.relkind = 'i' ORDER BY c.relpages";
  private static final String HEAPS =
      "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
          + " WHERE a.amname = 'heap' AND c.relkind IN ('r', 'm', 't')"
          + " AND c.relpersistence = 'p' ORDER BY c.relpages";

  private final RestoredCredential credential;
  private final Progress progress;

  AmCheck(RestoredCredential credential, Progress progress) {
    this.credential = credential;
    this.progress = progress;
  }

  /**
   * Checks one database.
   *
   * @param statementLimit of one index or heap, in milliseconds
   */
  Check check(String database, long statementLimit) throws SQLException {
    String name = "amcheck of database " + database;
    try (Connection session = credential.open(database, 0)) {
      String schema =
          Sql.text(
              session,
              "SELECT n.nspname::text FROM pg_extension e JOIN pg_namespace n"
                  + " ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'");
      if (schema == null) {
        return new Check(
            name,
            true,
            "skipped: extension amcheck is not installed; CREATE EXTENSION amcheck on the leader");
      }
      Sql.run(session, "SET statement_timeout = " + statementLimit);
      String quoted = '"' + schema.replace("\"", "\"\"") + '"';
      List<String> wrong = new ArrayList<>();
      List<String> indexes = names(session, INDEXES);
      for (String index : indexes) {
        progress.tell("amcheck of " + index);
        note(wrong, ask(session, "SELECT " + quoted + ".bt_index_check(?::regclass, true)", index));
      }
      List<String> heaps = names(session, HEAPS);
      for (String heap : heaps) {
        progress.tell("amcheck of " + heap);
        String sql =
            "SELECT string_agg(format('block %s: %s', blkno, msg), '; ') FROM (SELECT blkno, msg"
                + " FROM "
                + quoted
                + ".verify_heapam(?::regclass, on_error_stop => true) LIMIT 3) AS found";
        note(wrong, ask(session, sql, heap));
      }
      return wrong.isEmpty()
          ? new Check(name, true, indexes.size() + " indexes, " + heaps.size() + " heaps")
          : new Check(
              name, false, String.join("; ", wrong.subList(0, Math.min(NAMED, wrong.size()))));
    }
  }

  private static void note(List<String> wrong, @Nullable String found) {
    if (found != null && !found.isEmpty()) {
      wrong.add(found);
    }
  }

  private static @Nullable String ask(Connection session, String sql, String relation) {
    try {
      String found = Sql.text(session, sql, relation);
      return found == null || found.isEmpty() ? null : relation + ": " + found;
    } catch (SQLException e) {
      return relation + ": " + e.getMessage();
    }
  }

  private static List<String> names(Connection session, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
