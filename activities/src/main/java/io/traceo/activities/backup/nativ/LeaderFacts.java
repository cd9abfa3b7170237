package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.WalName;
import io.traceo.activities.database.postgres.MemberLook;
import io.traceo.activities.database.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a member is just now.
 *
 * @param atMillis its clock
 * @param flushed every commit that it has acknowledged by then is before this position
 */
record LeaderFacts(
    boolean standby,
    String systemIdentifier,
    int timeline,
    long epoch,
    long atMillis,
    long flushed,
    long segmentBytes,
    int tablespaces,
    String walLevel) {
  private static final String ASK =
      "SELECT pg_is_in_recovery(), (SELECT system_identifier::text FROM pg_control_system()), "
          + MemberLook.TIMELINE
          + ", "
          + MemberLook.EPOCH
          + ", (extract(epoch FROM clock_timestamp()) * 1000)::bigint, "
          + MemberLook.POSITION
          + "::bigint, (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'),"
          + " (SELECT count(*) FROM pg_tablespace"
          + " WHERE spcname NOT IN ('pg_default', 'pg_global')),"
          + " current_setting('wal_level')";

  static LeaderFacts of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ASK)) {
      row.next();
      return new LeaderFacts(
          row.getBoolean(1),
          row.getString(2),
          row.getInt(3),
          row.getLong(4),
          row.getLong(5),
          row.getLong(6),
          row.getLong(7),
          row.getInt(8),
          row.getString(9));
    }
  }

  /** What would be copied; the server looks at every file for it. */
  static long databaseBytes(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT sum(pg_tablespace_size(oid)) FROM pg_tablespace");
  }

  /** Why this provider can't keep its backups, in words. */
  List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    if (segmentBytes != WalName.BYTES) {
      refusals.add(
          "its log has segments of "
              + segmentBytes
              + " bytes; provider native knows 16 MiB ones only");
    }
    if (tablespaces > 0) {
      refusals.add(
          "it has " + tablespaces + " tablespaces of its own; provider native copies none of them");
    }
    if (walLevel.equals("minimal")) {
      refusals.add("its wal_level is minimal: the log can't be restored from; set replica");
    }
    return refusals;
  }
}
