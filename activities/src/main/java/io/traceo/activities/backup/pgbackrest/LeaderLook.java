package io.traceo.activities.backup.pgbackrest;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How a leader's own archiving stands, by its own account. Times are its clock's.
 *
 * @param standby it leads no longer
 * @param archiving whether archive_mode is on
 * @param command calls pgBackRest; not kept, since it may hold anything
 * @param position of its log
 * @param archived newest segment that archive_command has taken, null for none
 * @param failing segment that it failed to take, null when the last try went well
 * @param switchSeconds archive_timeout: a segment that has anything is archived after it; 0 for
 *     never before it is full
 */
record LeaderLook(
    boolean standby,
    long epoch,
    boolean archiving,
    boolean command,
    String systemId,
    long position,
    long nowMillis,
    @Nullable String archived,
    long archivedAtMillis,
    @Nullable String failing,
    long failedAtMillis,
    long switchSeconds) {
  private static final String QUESTION =
      "SELECT pg_is_in_recovery(), coalesce(nullif(current_setting('traceo.epoch', true), ''),"
          + " '0'), current_setting('archive_mode') IN ('on', 'always'),"
          + " current_setting('archive_command') LIKE '%pgbackrest%', (SELECT"
          + " system_identifier::text FROM pg_control_system()), CASE WHEN pg_is_in_recovery() THEN"
          + " 0 ELSE pg_current_wal_insert_lsn() - '0/0'::pg_lsn END, (extract(epoch FROM"
          + " clock_timestamp()) * 1000)::bigint, last_archived_wal, coalesce((extract(epoch FROM"
          + " last_archived_time) * 1000)::bigint, 0), CASE WHEN last_failed_time >"
          + " coalesce(last_archived_time, '-infinity') THEN last_failed_wal END,"
          + " coalesce((extract(epoch FROM last_failed_time) * 1000)::bigint, 0), (SELECT"
          + " setting::bigint FROM pg_settings WHERE name = 'archive_timeout') FROM"
          + " pg_stat_archiver";
  private static final String SIZE =
      "SELECT coalesce(sum(pg_database_size(oid)), 0)::bigint FROM pg_database";

  // Together well below the time within which a watch has to give a sign of life.
  private static final int ANSWER_SECONDS = 5;
  private static final int SIZE_SECONDS = 60;

  /**
   * @throws ApplicationFailure {@code Unreachable} or {@code Forbidden}
   */
  static LeaderLook at(String region, DatabaseMember member) {
    return ask(
        region,
        member,
        QUESTION,
        ANSWER_SECONDS,
        row ->
            new LeaderLook(
                row.getBoolean(1),
                Long.parseLong(row.getString(2)),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getString(8),
                row.getLong(9),
                row.getString(10),
                row.getLong(11),
                row.getLong(12)));
  }

  /** Bytes of all its databases; the server looks at every file for it. Fails as {@link #at}. */
  static long databaseBytes(String region, DatabaseMember member) {
    return ask(region, member, SIZE, SIZE_SECONDS, row -> row.getLong(1));
  }

  private interface Reading<R> {
    R of(ResultSet row) throws SQLException;
  }

  private static <R> R ask(
      String region, DatabaseMember member, String question, int seconds, Reading<R> reading) {
    try (Connection connection = connect(member, seconds);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return reading.of(row);
    } catch (SQLException e) {
      boolean refused = String.valueOf(e.getSQLState()).startsWith("28");
      throw Failures.of(
          refused ? FailureTypes.FORBIDDEN : FailureTypes.UNREACHABLE,
          region + ": " + e.getMessage() + (refused ? "; check the role and its secret" : ""),
          e);
    }
  }

  private static Connection connect(DatabaseMember member, int seconds) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", member.user());
    properties.setProperty("password", SecretRef.resolve(member.passwordRef()));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "4");
    properties.setProperty("socketTimeout", Integer.toString(seconds));
    properties.setProperty("ApplicationName", "traceo-archive-watch");
    if (member.local() != null) {
      properties.setProperty("localSocketAddress", member.endpoint().host());
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://" + member.endpoint() + "/" + member.database(), properties);
  }
}
