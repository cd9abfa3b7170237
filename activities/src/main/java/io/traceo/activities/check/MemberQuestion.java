package io.traceo.activities.check;

import io.traceo.activities.check.MemberFacts.Stream;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.SecretRef;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Asks one PostgreSQL member, with each of the place's roles. Reads only; safe to repeat. */
record MemberQuestion(String region, DatabaseMember member) {
  /** A standby whose value is below its leader's stops replaying, or does not start. */
  private static final List<String> LIMITS =
      List.of(
          "max_connections",
          "max_locks_per_transaction",
          "max_prepared_transactions",
          "max_wal_senders",
          "max_worker_processes");

  // Whether a slot is copied to standbys is only known from PostgreSQL 17 on: asked through JSON,
  // where a missing column is null.
  private static final String FACTS =
      "SELECT pg_is_in_recovery(),"
          + " EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming'),"
          + " CASE WHEN pg_is_in_recovery() THEN pg_get_wal_replay_pause_state() ELSE '' END,"
          + " (SELECT setting::bigint FROM pg_settings WHERE name = 'recovery_min_apply_delay'),"
          + " (SELECT count(*) FROM pg_prepared_xacts),"
          + " ARRAY(SELECT slot_name::text FROM pg_replication_slots s WHERE slot_type = 'logical'"
          + " AND NOT temporary AND NOT coalesce((to_jsonb(s)->>'failover')::boolean, false)"
          + " ORDER BY 1)";

  private static final String STREAMS =
      "SELECT application_name, state, sync_state,"
          + " coalesce(pg_current_wal_lsn() - replay_lsn, 0)::bigint,"
          + " coalesce(extract(epoch FROM replay_lag) * 1000, 0)::bigint,"
          + " coalesce(extract(epoch FROM now() - reply_time) * 1000, 0)::bigint"
          + " FROM pg_stat_replication WHERE NOT pg_is_in_recovery()";

  // Without pg_monitor every stream looks dead; without the others the failover would fail late.
  private static final String MISSING_RIGHTS =
      "SELECT array_to_string(ARRAY["
          + " CASE WHEN NOT pg_has_role(current_user, 'pg_monitor', 'USAGE')"
          + " THEN 'role pg_monitor' END,"
          + " CASE WHEN NOT has_function_privilege('pg_promote(boolean, integer)', 'EXECUTE')"
          + " THEN 'EXECUTE ON FUNCTION pg_promote' END,"
          + " CASE WHEN NOT has_function_privilege('pg_reload_conf()', 'EXECUTE')"
          + " THEN 'EXECUTE ON FUNCTION pg_reload_conf' END]"
          + " || ARRAY(SELECT 'ALTER SYSTEM ON PARAMETER ' || p FROM unnest(ARRAY["
          + "'primary_conninfo', 'synchronous_standby_names', 'traceo.epoch']) p"
          + " WHERE NOT has_parameter_privilege(p, 'ALTER SYSTEM')), ', ')";

  /** SQLSTATE of a missing right, PostgreSQL's own. */
  static final String NO_RIGHT = "42501";

  MemberFacts ask() throws SQLException {
    try (Connection connection = open(member.user(), member.passwordRef())) {
      requireRights(connection);
      return facts(connection);
    }
  }

  private static void requireRights(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MISSING_RIGHTS)) {
      row.next();
      if (!row.getString(1).isEmpty()) {
        throw new SQLException("it lacks " + row.getString(1), NO_RIGHT);
      }
    }
  }

  private MemberFacts facts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FACTS)) {
      row.next();
      return new MemberFacts(
          region,
          row.getBoolean(1),
          row.getBoolean(2),
          row.getString(3),
          row.getLong(4),
          limits(connection),
          Arrays.asList((String[]) row.getArray(6).getArray()),
          row.getInt(5),
          streams(connection));
    }
  }

  /** The observer's role gets in. */
  void askAsObserver() throws SQLException {
    open(member.observerUser(), member.observerPasswordRef()).close();
  }

  private static Map<String, Integer> limits(Connection connection) throws SQLException {
    Map<String, Integer> limits = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, setting::int FROM pg_settings WHERE name IN ('"
                    + String.join("', '", LIMITS)
                    + "')")) {
      while (rows.next()) {
        limits.put(rows.getString(1), rows.getInt(2));
      }
    }
    return limits;
  }

  private static List<Stream> streams(Connection connection) throws SQLException {
    List<Stream> streams = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(STREAMS)) {
      while (rows.next()) {
        streams.add(
            new Stream(
                rows.getString(1),
                String.valueOf(rows.getString(2)),
                String.valueOf(rows.getString(3)),
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6)));
      }
    }
    return streams;
  }

  private Connection open(String user, String passwordRef) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", SecretRef.resolve(passwordRef));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "3");
    properties.setProperty("socketTimeout", "3");
    properties.setProperty("ApplicationName", "traceo-check");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + member.endpoint() + "/" + member.database(), properties);
  }
}
