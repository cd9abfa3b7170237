package io.traceo.activities.backup.restored;

import io.traceo.activities.Progress;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Page checksums of a restored server. A base is copied while its leader writes: a page may have
 * been caught half written, which the log mends in the server's memory before it is on the disk. So
 * the server itself is asked for each page whose checksum does not hold.
 */
final class PageVerdict {
  private static final String NAME = "page checksums";
  private static final int NAMED = 5;
  private static final int ANSWER_SECONDS = 60;

  private final RestoredCredential credential;
  private final Path data;
  private final Progress progress;

  PageVerdict(RestoredCredential credential, Path data, Progress progress) {
    this.credential = credential;
    this.data = data;
    this.progress = progress;
  }

  /**
   * Reads every page.
   *
   * @param session on the restored server
   */
  Check check(Connection session) throws IOException, InterruptedException, SQLException {
    if (!"on".equals(Sql.text(session, "SHOW data_checksums"))) {
      return new Check(NAME, true, "skipped: the database cluster has no data checksums");
    }
    PageScan scan = new PageScan(data, progress);
    List<String> damaged = new ArrayList<>();
    int mended = 0;
    for (PageScan.Bad bad : scan.run()) {
      String why = damage(bad);
      if (why == null) {
        mended++;
      } else {
        damaged.add(bad.file() + " block " + bad.block() + " (" + why + ")");
      }
    }
    if (damaged.isEmpty()) {
      return new Check(
          NAME,
          true,
          scan.pages()
              + " pages, "
              + mended
              + " of them newer in the server's memory than on the disk, "
              + scan.mapPages()
              + " of maps that the server makes anew");
    }
    return new Check(
        NAME,
        false,
        damaged.size()
            + " of "
            + scan.pages()
            + " pages are damaged: "
            + String.join("; ", damaged.subList(0, Math.min(NAMED, damaged.size()))));
  }

  /** Why the page is damaged; null when the server reads it, or needs it no more. */
  private @Nullable String damage(PageScan.Bad bad) throws SQLException {
    String database = bad.database().equals("global") ? "postgres" : database(bad.database());
    if (database == null) {
      return null; // of a database that the log has dropped
    }
    try (Connection session = credential.open(database, ANSWER_SECONDS)) {
      String sql =
          "SELECT c.oid::regclass::text, c.relkind::text FROM pg_class c"
              + " WHERE c.oid = pg_filenode_relation("
              + (bad.database().equals("global")
                  ? "(SELECT oid FROM pg_tablespace WHERE spcname = 'pg_global')"
                  : "0")
              + ", ?)";
      try (PreparedStatement statement = session.prepareStatement(sql)) {
        statement.setLong(1, bad.filenode());
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? read(session, row.getString(1), row.getString(2), bad.block()) : null;
        }
      }
    }
  }

  private @Nullable String database(String oid) throws SQLException {
    try (Connection session = credential.open("postgres", ANSWER_SECONDS)) {
      return Sql.text(
          session,
          "SELECT datname::text FROM pg_database WHERE oid = ?::oid AND datallowconn",
          oid);
    }
  }

  private static @Nullable String read(
      Connection session, String relation, String kind, long block) {
    if (!"rtm".contains(kind)) {
      return "of " + relation + ", which can't be read by page through the server";
    }
    try {
      String unused =
          Sql.text(
              session,
              "SELECT count(*) FROM ONLY "
                  + relation
                  + " WHERE ctid >= '("
                  + block
                  + ",0)'::tid AND ctid < '("
                  + (block + 1)
                  + ",0)'::tid");
      return null;
    } catch (SQLException e) {
      return "of " + relation + ": " + e.getMessage();
    }
  }
}
