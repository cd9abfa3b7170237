package io.traceo.activities.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Files of a leader's data folder that a base backup copies, listed over SQL: what the manual
 * ("Backing Up the Data Directory") says to leave out is left out.
 */
public final class DatabaseFiles {
  private static final Pattern CONTENT_LEFT_OUT =
      Pattern.compile(
          "(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp"
              + "|pg_subtrans)/.*");
  private static final Pattern FILE_LEFT_OUT =
      Pattern.compile(
          "postmaster\\.(pid|opts)|standby\\.signal|backup_label.*|tablespace_map.*"
              + "|current_logfiles|postgresql\\.auto\\.conf\\.tmp|.*pgsql_tmp.*");

  private DatabaseFiles() {}

  /** Every file and folder; a folder stands before what is in it. */
  public static List<Entry> list(Connection connection) throws SQLException {
    return list(connection, "");
  }

  private static List<Entry> list(Connection connection, String folder) throws SQLException {
    List<Entry> found = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    String sql =
        "SELECT name, (pg_stat_file(? || name, true)).size, (pg_stat_file(? || name, true)).isdir"
            + " FROM pg_ls_dir(?, true, false) AS name";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, folder);
      statement.setString(2, folder);
      statement.setString(3, folder.isEmpty() ? "." : folder);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String path = folder + rows.getString(1);
          boolean isFolder = rows.getBoolean(3);
          if (rows.wasNull() || CONTENT_LEFT_OUT.matcher(path).matches()) {
            continue;
          }
          if (isFolder) {
            found.add(new Entry(path, 0, true));
            folders.add(path + "/");
          } else if (!FILE_LEFT_OUT.matcher(rows.getString(1)).matches()) {
            found.add(new Entry(path, rows.getLong(2), false));
          }
        }
      }
    }
    for (String inner : folders) {
      found.addAll(list(connection, inner));
    }
    return found;
  }

  /** A file or folder of the leader, by its path below the data folder. */
  public record Entry(String path, long size, boolean folder) {}
}
