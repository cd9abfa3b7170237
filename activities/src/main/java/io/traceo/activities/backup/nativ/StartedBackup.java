package io.traceo.activities.backup.nativ;

import io.traceo.activities.Failures;
import io.traceo.activities.database.postgres.MemberLook;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A leader in backup mode. The mode ends with the session: whoever dies meanwhile leaves nothing.
 *
 * @param start log is needed from here
 * @param atMillis the leader's clock at the start
 */
record StartedBackup(
    String systemIdentifier, int timeline, long start, long atMillis, String version) {

  /** Refuses a standby, and what this provider can't copy. */
  static StartedBackup on(Connection connection, String region, String backupId)
      throws SQLException {
    if (!"f".equals(Sql.text(connection, "SELECT pg_is_in_recovery()"))) {
      throw Failures.of(
          FailureTypes.CONFLICT, region + " is a standby: a backup is taken from the leader");
    }
    for (String refusal : LeaderFacts.of(connection).refusals()) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, region + ": " + refusal);
    }
    String sql =
        "SELECT (pg_backup_start(?, true) - '0/0'::pg_lsn)::bigint,"
            + " (extract(epoch FROM clock_timestamp()) * 1000)::bigint,"
            + " (SELECT system_identifier::text FROM pg_control_system()), "
            + MemberLook.TIMELINE
            + ", current_setting('server_version')";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, "traceo backup " + backupId);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new StartedBackup(
            row.getString(3), row.getInt(4), row.getLong(1), row.getLong(2), row.getString(5));
      }
    }
  }

  /** Ends the mode. */
  static Stopped stop(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (lsn - '0/0'::pg_lsn)::bigint, labelfile,"
                    + " (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
                    + " FROM pg_backup_stop(false)")) {
      row.next();
      return new Stopped(row.getLong(1), row.getString(2), row.getLong(3));
    }
  }

  /**
   * @param position log is needed up to here at least
   * @param label text of {@code backup_label}
   * @param atMillis the leader's clock, once it was consistent
   */
  record Stopped(long position, String label, long atMillis) {}
}
