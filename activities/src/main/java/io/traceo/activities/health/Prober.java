package io.traceo.activities.health;

import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.SecretRef;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One persistent connection of an observer, reopened when it breaks. Used by one thread at a time.
 */
final class Prober {
  /** No copy confirmed the commit: PostgreSQL warns, and the row is there. */
  static final String UNCONFIRMED = "01000";

  // A wait for copies outlives its client; only a cancelled one frees its server process.
  private static final int CANCEL_AFTER_SECONDS = 5;
  private static final String BEAT =
      "INSERT INTO traceo.heartbeat (observer, kind, seq) VALUES (?, ?, 1)"
          + " ON CONFLICT (observer, kind) DO UPDATE SET seq = traceo.heartbeat.seq + 1,"
          + " at = clock_timestamp()"
          + " RETURNING pg_current_wal_lsn() - '0/0'";

  private final DatabaseMember member;
  private final String observer;
  private final String kind;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicReference<@Nullable Connection> open = new AtomicReference<>();

  /**
   * Prepares; connects at the first use.
   *
   * @param kind {@code local}, {@code sync}, or {@code read} for a standby
   */
  Prober(DatabaseMember member, String observer, String kind) {
    this.member = member;
    this.observer = observer;
    this.kind = kind;
  }

  /** Whether it is logged in, as far as is known here. */
  boolean connected() {
    return open.get() != null;
  }

  /** Logs in unless that was done already; true when it was needed. */
  boolean connect() throws SQLException {
    Connection before = open.get();
    return connection() != before;
  }

  /**
   * Writes the heartbeat row; a standby's refusal is an error like any other.
   *
   * @return how far the leader has written its log
   */
  long beat() throws SQLException {
    Connection connection = connection();
    try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
      statement.setQueryTimeout(kind.equals("sync") ? CANCEL_AFTER_SECONDS : 0);
      statement.setString(1, observer);
      statement.setString(2, kind);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long position = row.getLong(1);
        if (statement.getWarnings() != null) {
          throw new SQLException("commit was not confirmed by a copy", UNCONFIRMED);
        }
        return position;
      }
    }
  }

  /** Newest heartbeat rows as a standby has them: a number that grows, and their age. */
  Rows rows() throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(sum(seq), 0),"
                    + " coalesce(extract(epoch FROM clock_timestamp() - max(at)) * 1000, -1)::bigint"
                    + " FROM traceo.heartbeat WHERE kind = 'local'")) {
      row.next();
      return new Rows(row.getLong(1), row.getLong(2));
    }
  }

  record Rows(long sum, long ageMs) {}

  private Connection connection() throws SQLException {
    Connection now = open.get();
    if (now != null && !now.isClosed()) {
      return now;
    }
    Endpoint at = member.endpoint();
    Properties properties = new Properties();
    properties.setProperty("user", member.observerUser());
    properties.setProperty("password", SecretRef.resolve(member.observerPasswordRef()));
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "2");
    properties.setProperty("socketTimeout", kind.equals("read") ? "1" : "10");
    properties.setProperty("ApplicationName", "traceo-observer-" + observer);
    properties.setProperty("assumeMinServerVersion", "14");
    if (member.local() != null) {
      properties.setProperty("localSocketAddress", at.host());
    }
    properties.setProperty(
        "options",
        kind.equals("sync") ? "-c synchronous_commit=on" : "-c synchronous_commit=local");
    Connection fresh =
        DriverManager.getConnection(
            "jdbc:postgresql://" + at.host() + ":" + at.port() + "/" + member.database(),
            properties);
    open.set(fresh);
    return fresh;
  }

  /** Takes the connection; false while a use of it is still under way. */
  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  /** The use that {@link #begin} allowed is over. */
  void end() {
    busy.set(false);
  }

  /** The same probe with a connection of its own, for when this one's thread is stuck. */
  Prober again() {
    return new Prober(member, observer, kind);
  }

  /** Ends the connection without waiting for the other side. */
  void drop() {
    Connection now = open.getAndSet(null);
    if (now != null) {
      try {
        now.abort(Runnable::run);
      } catch (SQLException e) {
        // Broken already.
      }
    }
  }
}
