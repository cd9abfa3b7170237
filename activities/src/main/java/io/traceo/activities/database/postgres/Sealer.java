package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Cuts a standby off the old leader and marks it with the new epoch, before its position is read:
 * positions of standbys that still stream mean nothing.
 */
final class Sealer {
  private static final long PATIENCE_MILLIS = 900;
  private static final long STEP_MILLIS = 5;
  private static final String CUT_OFF =
      "SELECT (current_setting('traceo.epoch', true) = '%d'"
          + " AND current_setting('primary_conninfo') = ''"
          + " AND NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver))::text";

  private final Member member;

  Sealer(Member member) {
    this.member = member;
  }

  SealedMember seal(long epoch) {
    return member.with(
        connection -> {
          requireStandby(connection, epoch);
          if (!isCutOff(connection, epoch)) {
            Sql.run(
                connection,
                Sql.set("primary_conninfo", ""),
                Sql.set("traceo.epoch", Long.toString(epoch)),
                "SELECT pg_reload_conf()");
            if (!Sql.until(PATIENCE_MILLIS, STEP_MILLIS, () -> isCutOff(connection, epoch))) {
              throw Failures.of(FailureTypes.NOT_READY, member.region() + " still has a receiver");
            }
          }
          MemberState sealed = MemberLook.look(member, connection);
          return new SealedMember(
              member.region(),
              sealed.timeline(),
              sealed.position(),
              epoch,
              String.valueOf(sealed.systemIdentifier()));
        });
  }

  Receipt unseal(long epoch, String upstream) {
    return member.with(
        connection -> {
          requireStandby(connection, epoch);
          Sql.run(
              connection, Sql.set("traceo.epoch", Long.toString(epoch)), "SELECT pg_reload_conf()");
          boolean marked =
              Sql.until(
                  PATIENCE_MILLIS,
                  STEP_MILLIS,
                  () ->
                      "true"
                          .equals(
                              Sql.text(
                                  connection,
                                  "SELECT (current_setting('traceo.epoch', true) = ?)::text",
                                  Long.toString(epoch))));
          if (!marked) {
            throw Failures.of(FailureTypes.NOT_READY, member.region() + " has not read its epoch");
          }
          // The mark first: from here on a promote still under way is refused.
          requireStandby(connection, epoch);
          Sql.run(
              connection,
              Sql.set("synchronous_standby_names", ""),
              Sql.set("primary_conninfo", member.conninfoTo(upstream)),
              "SELECT pg_reload_conf()");
          return Receipt.done(member.region() + " follows " + upstream + " again, epoch " + epoch);
        });
  }

  private static boolean isCutOff(Connection connection, long epoch) throws SQLException {
    return "true".equals(Sql.text(connection, CUT_OFF.formatted(epoch)));
  }

  private void requireStandby(Connection connection, long epoch) throws SQLException {
    MemberState state = MemberLook.look(member, connection);
    if (state.epoch() > epoch) {
      throw Failures.of(
          FailureTypes.STALE_EPOCH,
          member.region() + " has epoch " + state.epoch() + ", this run has " + epoch);
    }
    if (!state.standby()) {
      throw Failures.of(FailureTypes.CONFLICT, member.region() + " leads; somebody promoted it");
    }
  }
}
