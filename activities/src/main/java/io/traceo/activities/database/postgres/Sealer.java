package io.traceo.activities.database.postgres;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.DatabaseActivities.UnsealRequest;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a standby off the old leader and marks it with the new epoch, before its position is read:
 * positions of standbys that still stream mean nothing.
 */
final class Sealer {
  private static final long PATIENCE_MILLIS = 900;
  private static final long STEP_MILLIS = 5;
  private static final long PROMOTION_SHOWS_MILLIS = 30;
  private static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";

  // One that was started again and has received nothing since may still replay its own log: its
  // position counts from when it has found the end of that.
  private static final String CUT_OFF =
      "SELECT (current_setting('traceo.epoch', true) = '%d'"
          + " AND current_setting('primary_conninfo') = ''"
          + " AND NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver)"
          + " AND (pg_last_wal_receive_lsn() IS NOT NULL"
          + " OR EXISTS (SELECT 1 FROM pg_stat_activity WHERE backend_type = 'startup'"
          + " AND wait_event IN ('RecoveryRetrieveRetryInterval', 'RecoveryWalStream'))))::text";

  private final Member member;
  private final Function<String, Member> others;

  /**
   * @param others members of the same group by region
   */
  Sealer(Member member, Function<String, Member> others) {
    this.member = member;
    this.others = others;
  }

  /**
   * @param leader whom it is cut off from; null when the run does not say, and nobody is asked
   */
  SealedMember seal(@Nullable String leader, long epoch) {
    return takenAway(
        connection -> isCutOff(connection, epoch) ? null : armedFor(connection, leader, epoch),
        armedFor -> refusePromotionsUnlessSilent(armedFor, epoch),
        epoch,
        connection -> {
          if (!isCutOff(connection, epoch)) {
            cutOff(connection, epoch);
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

  private void cutOff(Connection connection, long epoch) throws SQLException {
    Sql.run(
        connection,
        Sql.set("primary_conninfo", ""),
        Sql.set("traceo.epoch", Long.toString(epoch)),
        "SELECT pg_reload_conf()");
    if (!Sql.until(PATIENCE_MILLIS, STEP_MILLIS, () -> isCutOff(connection, epoch))) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          member.region() + " still has a receiver, or replays its own log");
    }
  }

  Receipt unseal(UnsealRequest request) {
    long epoch = request.epoch();
    String upstream = request.upstream();
    String conninfo = upstream == null ? "" : member.conninfoTo(upstream);
    String set = MemberLook.quorumOf(request.quorum(), request.synchronousSet());
    return takenAway(
        connection -> follows(connection, upstream),
        armedFor -> refusePromotionsOf(armedFor, epoch),
        epoch,
        connection -> {
          refusePromotions(connection, epoch);
          Sql.run(
              connection,
              Sql.set("synchronous_standby_names", set),
              Sql.set("primary_conninfo", conninfo),
              "SELECT pg_reload_conf()");
          return Receipt.done(
              member.region()
                  + (upstream == null
                      ? " follows nobody, epoch "
                      : " follows " + upstream + " again, epoch ")
                  + epoch);
        });
  }

  /**
   * Whoever was armed follows the one that is to lead. That it does not lead is asked before
   * anybody is taken away from it: another run may have promoted it. Its answer may take longer
   * than this member's lock can be held, so that it is asked before.
   *
   * @param look whom this member must not be taken away from unasked; null for nobody
   */
  private <R> R takenAway(
      Member.Work<@Nullable String> look, Consumer<String> ask, long epoch, Member.Work<R> change) {
    String asked =
        member.<@Nullable String>with(
            connection -> {
              requireStandby(connection, epoch);
              return look.on(connection);
            });
    if (asked != null) {
      ask.accept(asked);
    }
    return member.with(
        connection ->
            ChangeLock.holding(
                member,
                connection,
                () -> {
                  requireStandby(connection, epoch);
                  String now = look.on(connection);
                  if (now != null && !now.equals(asked)) {
                    throw Failures.of(
                        FailureTypes.NOT_READY, member.region() + " was just armed for " + now);
                  }
                  return change.on(connection);
                }));
  }

  private @Nullable String armedFor(Connection connection, @Nullable String leader, long epoch)
      throws SQLException {
    Upstream.requireNotArmed(member, connection, epoch, null);
    return leader == null ? null : follows(connection, leader);
  }

  /** Whom it was told to follow, when it is anybody else than that one. */
  private @Nullable String follows(Connection connection, @Nullable String rightly)
      throws SQLException {
    String follows = Upstream.written(member, connection);
    return follows == null || follows.equals(rightly) ? null : follows;
  }

  /**
   * One that does not answer is replaced like any leader that is silent: whether enough are sealed
   * without it is for the run to tell.
   */
  private void refusePromotionsUnlessSilent(String region, long epoch) {
    try {
      refusePromotionsOf(region, epoch);
    } catch (ApplicationFailure e) {
      if (!FailureTypes.UNREACHABLE.equals(e.getType())) {
        throw e;
      }
    }
  }

  private void refusePromotionsOf(String region, long epoch) {
    Member other = others.apply(region);
    Sealer sealer = new Sealer(other, others);
    boolean unused =
        other.with(
            connection ->
                ChangeLock.holding(
                    other,
                    connection,
                    () -> {
                      sealer.refusePromotions(connection, epoch);
                      return true;
                    }));
  }

  /**
   * The mark first: from there on a promote still under way is refused, and one that was let
   * through before shows itself.
   */
  private void refusePromotions(Connection connection, long epoch) throws SQLException {
    requireStandby(connection, epoch);
    mark(connection, epoch);
    requireNoPromotion(connection);
    requireStandby(connection, epoch);
  }

  private void mark(Connection connection, long epoch) throws SQLException {
    String wanted = Long.toString(epoch);
    Sql.run(connection, Sql.set("traceo.epoch", wanted), "SELECT pg_reload_conf()");
    boolean marked =
        Sql.until(
            PATIENCE_MILLIS,
            STEP_MILLIS,
            () ->
                wanted.equals(
                    Sql.text(connection, "SELECT current_setting('traceo.epoch', true)")));
    if (!marked) {
      throw Failures.of(FailureTypes.NOT_READY, member.region() + " has not read its epoch");
    }
  }

  /**
   * A promotion that was asked for but is not done yet leaves the member in recovery for a while:
   * its signal file is there, or replay can't be resumed any more.
   */
  private void requireNoPromotion(Connection connection) throws SQLException {
    boolean asked =
        Sql.until(
            PROMOTION_SHOWS_MILLIS,
            STEP_MILLIS,
            () ->
                "true"
                    .equals(
                        Sql.text(
                            connection,
                            "SELECT ((pg_stat_file('promote', true)).size IS NOT NULL)::text")));
    if (!asked) {
      try {
        Sql.text(connection, "SELECT pg_wal_replay_resume()::text");
        return;
      } catch (SQLException e) {
        if (!OBJECT_NOT_IN_PREREQUISITE_STATE.equals(e.getSQLState())) {
          throw e;
        }
      }
    }
    throw Failures.of(FailureTypes.CONFLICT, member.region() + " is being promoted");
  }

  private static boolean isCutOff(Connection connection, long epoch) throws SQLException {
    return "true".equals(Sql.text(connection, CUT_OFF.formatted(epoch)));
  }

  private void requireStandby(Connection connection, long epoch) throws SQLException {
    MemberState state = MemberLook.look(member, connection);
    if (state.epoch() > epoch) {
      throw LocalSteps.stale(member.region(), state.epoch(), epoch);
    }
    if (!state.standby() && state.epoch() == epoch) {
      // Another run with the same number was faster: nobody else may be promoted under it.
      throw Failures.of(
          FailureTypes.STALE_EPOCH, member.region() + " leads with epoch " + epoch + " already");
    }
    if (!state.standby()) {
      throw Failures.of(FailureTypes.CONFLICT, member.region() + " leads; somebody promoted it");
    }
  }
}
