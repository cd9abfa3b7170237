package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.activity.DatabaseActivities.ArmRequest;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.PromoteRequest;
import io.traceo.workflows.activity.DatabaseActivities.Promotion;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Arms and promotes the target. Every change is guarded by the member's own epoch. */
final class Promoter {
  private static final long PATIENCE_MILLIS = 950;
  private static final String PROMOTE =
      "SELECT CASE WHEN current_setting('traceo.epoch', true) = ?"
          + " AND pg_is_in_recovery()"
          + " AND current_setting('primary_conninfo') = ''"
          + " AND NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver)"
          + " AND "
          + MemberLook.POSITION
          + " = ?::numeric AND "
          + MemberLook.TIMELINE
          + " = ? AND "
          // Also what another run has written a moment ago and this session has not read yet.
          + MemberLook.EPOCH
          + " = ?"
          + " THEN pg_promote(false) END";

  private final Member target;

  Promoter(Member target) {
    this.target = target;
  }

  /**
   * The set first, then the survivors: armed later, a second failure loses what was acknowledged.
   */
  Receipt arm(ArmRequest request, List<Member> survivors) {
    List<String> confirming = new ArrayList<>(request.survivors());
    confirming.addAll(request.returning());
    if (request.quorum() > confirming.size()) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "ANY " + request.quorum() + " of " + confirming + " could never confirm");
    }
    String wanted = MemberLook.quorumOf(request.quorum(), confirming);
    target.with(
        connection ->
            guarded(
                target,
                connection,
                request.epoch(),
                () -> {
                  Upstream.requireNotArmed(target, connection, request.epoch(), null);
                  if (!wanted.equals(synchronousSet(connection))) {
                    Sql.run(
                        connection,
                        Sql.set("synchronous_standby_names", wanted),
                        "SELECT pg_reload_conf()");
                  }
                  openWrites(connection);
                }));
    for (Member survivor : survivors) {
      survivor.with(
          connection -> {
            guarded(
                survivor,
                connection,
                request.epoch(),
                () -> {
                  Upstream.requireNotArmed(survivor, connection, request.epoch(), target.region());
                  point(survivor, connection, target.region());
                });
            return awaitStream(survivor, connection, target.region(), PATIENCE_MILLIS);
          });
    }
    target.with(
        connection -> {
          if (!Sql.until(PATIENCE_MILLIS, 5, () -> wanted.equals(synchronousSet(connection)))) {
            throw Failures.of(FailureTypes.NOT_READY, target.region() + " has not read its set");
          }
          return wanted;
        });
    return Receipt.done(
        target.region() + " " + (wanted.isEmpty() ? "without a synchronous set" : wanted));
  }

  /** An old leader that died while it was drained would refuse its applications for ever. */
  private static void openWrites(Connection connection) throws SQLException {
    if ("on".equals(Sql.text(connection, "SHOW default_transaction_read_only"))) {
      Sql.run(
          connection,
          "ALTER SYSTEM RESET default_transaction_read_only",
          "SELECT pg_reload_conf()");
    }
  }

  private interface Write {
    void make() throws SQLException;
  }

  private static boolean guarded(Member member, Connection connection, long epoch, Write write)
      throws SQLException {
    return ChangeLock.holding(
        member,
        connection,
        () -> {
          long found = MemberLook.look(member, connection).epoch();
          if (found != epoch) {
            throw LocalSteps.stale(member.region(), found, epoch);
          }
          write.make();
          return true;
        });
  }

  /** Points a standby to an upstream and waits until it streams from there. */
  static void follow(Member standby, Connection connection, String upstream, long patienceMillis)
      throws SQLException {
    point(standby, connection, upstream);
    boolean unused = awaitStream(standby, connection, upstream, patienceMillis);
  }

  private static void point(Member standby, Connection connection, String upstream)
      throws SQLException {
    String conninfo = standby.conninfoTo(upstream);
    if (!conninfo.equals(Sql.text(connection, "SHOW primary_conninfo"))) {
      Sql.run(connection, Sql.set("primary_conninfo", conninfo), "SELECT pg_reload_conf()");
    }
  }

  private static boolean awaitStream(
      Member standby, Connection connection, String upstream, long patienceMillis)
      throws SQLException {
    boolean streams =
        Sql.until(
            patienceMillis,
            5,
            () -> upstream.equals(MemberLook.look(standby, connection).upstream()));
    if (!streams) {
      throw Failures.of(
          FailureTypes.NOT_READY, standby.region() + " does not stream from " + upstream + " yet");
    }
    return true;
  }

  Promotion promote(PromoteRequest request) {
    return target.with(
        connection -> {
          MemberState state = MemberLook.look(target, connection);
          if (!state.standby()) {
            if (state.epoch() == request.epoch()) {
              return promoted(connection, "ALREADY");
            }
            throw Failures.of(
                state.epoch() > request.epoch() ? FailureTypes.STALE_EPOCH : FailureTypes.CONFLICT,
                target.region() + " leads with epoch " + state.epoch());
          }
          if (!promoteGuarded(connection, request)) {
            throw refusal(state, request);
          }
          if (!Sql.until(PATIENCE_MILLIS, 10, () -> leads(connection))) {
            throw Failures.of(FailureTypes.NOT_READY, target.region() + " is still in recovery");
          }
          return promoted(connection, "DONE");
        });
  }

  private static boolean leads(Connection connection) throws SQLException {
    return "f".equals(Sql.text(connection, "SELECT pg_is_in_recovery()"));
  }

  private static boolean promoteGuarded(Connection connection, PromoteRequest request)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PROMOTE)) {
      statement.setString(1, Long.toString(request.epoch()));
      statement.setString(2, Long.toString(request.position()));
      statement.setInt(3, request.timeline());
      statement.setLong(4, request.epoch());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private RuntimeException refusal(MemberState state, PromoteRequest request) {
    if (state.epoch() != request.epoch()) {
      return Failures.of(
          FailureTypes.STALE_EPOCH,
          target.region() + " has epoch " + state.epoch() + ", not " + request.epoch());
    }
    return Failures.of(
        FailureTypes.CONFLICT,
        target.region()
            + " is not as it was sealed: timeline and position "
            + state.timeline()
            + " "
            + state.position()
            + " instead of "
            + request.timeline()
            + " "
            + request.position()
            + ", upstream "
            + state.upstream());
  }

  private Promotion promoted(Connection connection, String outcome) throws SQLException {
    // Born fenced: any restart of a leader comes up read-only and asks to be looked at.
    String folder = Sql.text(connection, "SHOW data_directory");
    Sql.run(
        connection,
        "COPY (SELECT 'a leader restarts read-only') TO '" + folder + "/standby.signal'");
    MemberState state = MemberLook.look(target, connection);
    long fork = Forks.bornAt(state.timeline(), connection);
    return new Promotion(target.region(), state.timeline(), fork, outcome);
  }

  private static String synchronousSet(Connection connection) throws SQLException {
    return String.valueOf(Sql.text(connection, "SHOW synchronous_standby_names"));
  }
}
