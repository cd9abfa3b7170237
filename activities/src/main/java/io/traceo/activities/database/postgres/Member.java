package io.traceo.activities.database.postgres;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.activities.place.SecretRef;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL member as this place reaches it. Keeps an idle connection, since a failover comes
 * months after the start and must not begin with a handshake.
 */
public final class Member {
  private static final int IDLE_KEPT = 2;
  private static final int QUICK_SECONDS = 2;
  private static final int PATIENT_SECONDS = 30;

  private final String region;
  private final DatabaseMember config;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  /**
   * @param config how this place reaches it
   */
  public Member(String region, DatabaseMember config) {
    this.region = region;
    this.config = config;
  }

  /** Where it is. */
  public String region() {
    return region;
  }

  /** How this place reaches it. */
  public DatabaseMember config() {
    return config;
  }

  /** Work on a connection. Must be safe to repeat: a stale idle connection is tried once anew. */
  public interface Work<R extends @Nullable Object> {
    /** Does it. */
    R on(Connection connection) throws SQLException;
  }

  /**
   * Runs the work; no statement of it waits more than {@value #QUICK_SECONDS} s for an answer.
   *
   * @throws ApplicationFailure {@code Unreachable}, {@code Forbidden}, {@code NotReady}, or what
   *     the work threw
   */
  public <R extends @Nullable Object> R with(Work<R> work) {
    Connection kept = idle.pollFirst();
    if (kept != null) {
      try {
        return use(kept, work);
      } catch (SQLException e) {
        if (!SqlFailures.broken(e)) {
          throw SqlFailures.translate(region, e);
        }
      }
    }
    try {
      return use(open(QUICK_SECONDS), work);
    } catch (SQLException e) {
      throw SqlFailures.translate(region, e);
    }
  }

  /** As {@link #with} on a connection of its own, for statements that may take long. */
  public <R extends @Nullable Object> R patiently(Work<R> work) {
    try (Connection own = open(PATIENT_SECONDS)) {
      return work.on(own);
    } catch (SQLException e) {
      throw SqlFailures.translate(region, e);
    }
  }

  /**
   * A connection of its own, which the caller closes.
   *
   * @param answerSeconds how long a statement may go without an answer
   */
  public Connection session(int answerSeconds) throws SQLException {
    return open(answerSeconds);
  }

  /** A refusal is an answer and leaves the connection sound; anything else that is thrown isn't. */
  private <R extends @Nullable Object> R use(Connection connection, Work<R> work)
      throws SQLException {
    boolean sound = false;
    try {
      R result = work.on(connection);
      sound = true;
      return result;
    } catch (ApplicationFailure refusal) {
      sound = true;
      throw refusal;
    } finally {
      if (sound && idle.size() < IDLE_KEPT && !connection.isClosed()) {
        idle.addFirst(connection);
      } else {
        discard(connection);
      }
    }
  }

  private static void discard(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException ignored) {
      // It is broken already; there is nothing left to free.
    }
  }

  private Connection open(int answerSeconds) throws SQLException {
    Endpoint at = config.endpoint();
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", SecretRef.resolve(config.passwordRef()));
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "2");
    properties.setProperty("socketTimeout", Integer.toString(answerSeconds));
    properties.setProperty("tcpKeepAlive", "true");
    if (answerSeconds > QUICK_SECONDS) {
      // Long work moves bytes: in binary from the first time on, half of what hex takes.
      properties.setProperty("prepareThreshold", "1");
    }
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
    try {
      return Conninfo.of(region, config, upstream);
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureTypes.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  /** Region behind an address that this member streams from, or the address itself. */
  String regionAt(String host, int port) {
    return config.peers().entrySet().stream()
        .filter(e -> e.getValue().host().equals(host) && e.getValue().port() == port)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(host + ":" + port);
  }
}
