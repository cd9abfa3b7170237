package io.traceo.activities.database.postgres;

import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.SecretRef;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * One PostgreSQL member as this place reaches it. Keeps an idle connection, since a failover comes
 * months after the start and must not begin with a handshake.
 */
final class Member {
  private static final int IDLE_KEPT = 2;

  private final String region;
  private final DatabaseMember config;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  Member(String region, DatabaseMember config) {
    this.region = region;
    this.config = config;
  }

  String region() {
    return region;
  }

  DatabaseMember config() {
    return config;
  }

  /** Work on a connection. Must be safe to repeat: a stale idle connection is tried once anew. */
  interface Work<R> {
    R on(Connection connection) throws SQLException;
  }

  /**
   * Runs the work; every failure is one of the stable types.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code Unreachable}, {@code Forbidden}, {@code
   *     NotReady}, or what the work threw
   */
  <R> R with(Work<R> work) {
    Connection kept = idle.pollFirst();
    if (kept != null) {
      try {
        return finish(kept, work.on(kept));
      } catch (SQLException e) {
        discard(kept);
        if (!SqlFailures.broken(e)) {
          throw SqlFailures.translate(region, e);
        }
      }
    }
    Connection fresh = null;
    try {
      fresh = open();
      return finish(fresh, work.on(fresh));
    } catch (SQLException e) {
      if (fresh != null) {
        discard(fresh);
      }
      throw SqlFailures.translate(region, e);
    }
  }

  private <R> R finish(Connection connection, R result) throws SQLException {
    if (idle.size() < IDLE_KEPT && !connection.isClosed()) {
      idle.addFirst(connection);
    } else {
      connection.close();
    }
    return result;
  }

  private static void discard(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException ignored) {
      // It is broken already; there is nothing left to free.
    }
  }

  private Connection open() throws SQLException {
    Endpoint at = config.endpoint();
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", SecretRef.resolve(config.passwordRef()));
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "2");
    properties.setProperty("socketTimeout", "3");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "traceo-operator");
    if (config.local() != null) {
      // From the region's own address, so that no connection seems to come around a link.
      properties.setProperty("localSocketAddress", at.host());
    }
    properties.setProperty("assumeMinServerVersion", "14");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + at.host() + ":" + at.port() + "/" + config.database(), properties);
  }

  /** Conninfo with which this member streams from another. */
  String conninfoTo(String upstream) {
    return Conninfo.of(region, config, upstream);
  }

  /** Region behind an address that this member streams from, or the address itself. */
  String regionAt(String host, int port) {
    return config.peers().entrySet().stream()
        .filter(e -> e.getValue().host().equals(host) && e.getValue().port() == port)
        .map(java.util.Map.Entry::getKey)
        .findFirst()
        .orElse(host + ":" + port);
  }
}
