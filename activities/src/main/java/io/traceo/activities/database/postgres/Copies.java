package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.activity.DatabaseActivities.CopiesRequest;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The declared number of copies: every follower streams, then the set names all of them. */
final class Copies {
  private static final long PATIENCE_MILLIS = 2_000;

  private final Member leader;

  Copies(Member leader) {
    this.leader = leader;
  }

  Receipt await(CopiesRequest request) {
    return leader.with(
        connection -> {
          MemberState state = MemberLook.look(leader, connection);
          if (state.epoch() > request.epoch()) {
            throw LocalSteps.stale(leader.region(), state.epoch(), request.epoch());
          }
          if (state.standby() || state.epoch() < request.epoch()) {
            throw Failures.of(
                FailureTypes.CONFLICT,
                leader.region() + " does not lead with epoch " + request.epoch());
          }
          if (!Sql.until(
              PATIENCE_MILLIS, 50, () -> missing(connection, request.followers()).isEmpty())) {
            String missing = String.join(", ", missing(connection, request.followers()));
            throw Failures.of(FailureTypes.NOT_READY, "no stream yet from " + missing);
          }
          // Only now: a set that names a member which doesn't stream yet could hang commits.
          String wanted = MemberLook.quorumOf(request.quorum(), request.followers());
          if (wanted.equals(Sql.text(connection, "SHOW synchronous_standby_names"))) {
            requirePassed(connection, request.followers());
            return Receipt.already(wanted);
          }
          Sql.run(
              connection, Sql.set("synchronous_standby_names", wanted), "SELECT pg_reload_conf()");
          if (!Sql.until(
              PATIENCE_MILLIS,
              10,
              () -> wanted.equals(Sql.text(connection, "SHOW synchronous_standby_names")))) {
            throw Failures.of(FailureTypes.NOT_READY, leader.region() + " has not read its set");
          }
          requirePassed(connection, request.followers());
          return Receipt.done(wanted);
        });
  }

  /** Only then every one of them has what was confirmed by the smaller set before. */
  private void requirePassed(Connection connection, List<String> followers) throws SQLException {
    if (!CopySetOnLeader.passedMark(connection, followers, PATIENCE_MILLIS)) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "not all of " + followers + " have what was written on " + leader.region() + " before");
    }
  }

  private static List<String> missing(Connection connection, List<String> followers)
      throws SQLException {
    String streaming =
        String.valueOf(
            Sql.text(
                connection,
                "SELECT string_agg(application_name, ',') FROM pg_stat_replication"
                    // A frozen follower still says streaming, but no longer answers.
                    + " WHERE state = 'streaming' AND reply_time > clock_timestamp()"
                    + " - interval '5 seconds'"));
    List<String> names = List.of(streaming.split(",", -1));
    return followers.stream().filter(f -> !names.contains(f)).toList();
  }
}
