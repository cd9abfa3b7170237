package io.traceo.activities.database.postgres;

import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.activity.DatabaseActivities.VerifyRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** After promotion: the new leader is the one that was sealed, and it takes durable writes. */
final class Verifier {
  private static final int LIMIT_SECONDS = 1;

  private final Member target;

  Verifier(Member target) {
    this.target = target;
  }

  Verification verify(VerifyRequest request) {
    return target.with(
        connection -> {
          MemberState state = MemberLook.look(target, connection);
          List<Check> checks = new ArrayList<>();
          checks.add(new Check("leads", !state.standby(), "in recovery: " + state.standby()));
          checks.add(check("epoch", state.epoch() == request.epoch(), state.epoch()));
          checks.add(check("timeline", state.timeline() == request.timeline(), state.timeline()));
          checks.add(check("position", state.position() >= request.atLeast(), state.position()));
          checks.add(heartbeat(connection));
          checks.add(write(connection, request.epoch()));
          return new Verification(checks);
        });
  }

  private static Check check(String name, boolean ok, long found) {
    return new Check(name, ok, "found " + found);
  }

  private static Check heartbeat(Connection connection) throws SQLException {
    String newest = Sql.text(connection, "SELECT max(at)::text FROM traceo.heartbeat");
    return new Check("heartbeat rows", newest != null, "newest " + newest);
  }

  /**
   * A synthetic transaction with synchronous commit; a warning means it wasn't confirmed. The limit
   * is the driver's: the server's statement_timeout does not cover the wait at commit.
   */
  private static Check write(Connection connection, long epoch) throws SQLException {
    Sql.run(connection, "SET lock_timeout = '800ms'");
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO traceo.probe (id, epoch) VALUES ('verify', ?)"
                + " ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch,"
                + " at = clock_timestamp()")) {
      statement.setQueryTimeout(LIMIT_SECONDS);
      statement.setLong(1, epoch);
      statement.executeUpdate();
      boolean confirmed = statement.getWarnings() == null && connection.getWarnings() == null;
      return new Check(
          "synthetic transaction", confirmed, confirmed ? "confirmed" : "not confirmed by a copy");
    } catch (SQLException e) {
      if (SqlFailures.broken(e)) {
        throw e;
      }
      return new Check("synthetic transaction", false, String.valueOf(e.getMessage()));
    } finally {
      if (!connection.isClosed()) {
        connection.clearWarnings();
        Sql.run(connection, "RESET lock_timeout");
      }
    }
  }
}
