package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.activity.DatabaseActivities.CatchUp;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A planned switch on the living leader: drain, catch up. */
final class Handover {
  private static final String WRITING =
      "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
          + " AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
          + " AND usename NOT IN (current_user, '%s')";
  private static final String END_OTHERS =
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
          + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
          + " AND usename NOT IN (current_user, '%s')";
  private static final long CATCH_UP_MILLIS = 2_500;

  private final Member leader;

  Handover(Member leader) {
    this.leader = leader;
  }

  /** No new write begins; those under way get the patience, then every client session ends. */
  Receipt drain(long epoch, long patienceMillis) {
    return leader.with(
        connection -> {
          MemberState state = MemberLook.look(leader, connection);
          if (state.standby()) {
            throw Failures.of(FailureTypes.CONFLICT, leader.region() + " is a standby, no leader");
          }
          if (state.epoch() >= epoch) {
            throw LocalSteps.stale(leader.region(), state.epoch(), epoch);
          }
          Sql.run(
              connection,
              Sql.set("default_transaction_read_only", "on"),
              "SELECT pg_reload_conf()");
          // The operator's own socket timeout is short: wait in steps, not in one statement.
          boolean quiet =
              Sql.until(patienceMillis, 20, () -> Sql.number(connection, others(WRITING)) == 0);
          long ended = Sql.number(connection, others(END_OTHERS));
          return Receipt.done(
              (quiet ? "no write under way" : "writes under way were cut")
                  + ", "
                  + ended
                  + " sessions ended");
        });
  }

  /** Everybody but the operator and the observers, who go on watching. */
  private String others(String sql) {
    return sql.formatted(leader.config().observerUser().replace("'", ""));
  }

  Receipt undrain(long epoch) {
    return leader.with(
        connection -> {
          long found = MemberLook.look(leader, connection).epoch();
          if (found > epoch) {
            throw LocalSteps.stale(leader.region(), found, epoch);
          }
          Sql.run(
              connection,
              "ALTER SYSTEM RESET default_transaction_read_only",
              "SELECT pg_reload_conf()");
          return Receipt.done("writes are open again on " + leader.region());
        });
  }

  CatchUp awaitCatchUp(List<Member> followers) {
    long position =
        leader.with(connection -> Sql.number(connection, "SELECT " + MemberLook.POSITION));
    long lag =
        leader.with(
            connection ->
                Sql.number(
                    connection,
                    "SELECT coalesce(max(extract(epoch FROM replay_lag) * 1000), 0)::bigint"
                        + " FROM pg_stat_replication"));
    for (Member follower : followers) {
      boolean there =
          follower.with(
              connection -> Sql.until(CATCH_UP_MILLIS, 10, () -> replayed(connection) >= position));
      if (!there) {
        throw Failures.of(
            FailureTypes.NOT_READY, follower.region() + " has not replayed " + position + " yet");
      }
    }
    return new CatchUp(position, lag);
  }

  private static long replayed(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn");
  }
}
