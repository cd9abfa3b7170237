package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.LocalServer;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Stopped;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;

/** Steps that only the member's own place can do. */
final class LocalSteps {
  private final Member member;
  private final PostgresServer server;

  LocalSteps(Member member) {
    this.member = member;
    this.server = serverOf(member);
  }

  static PostgresServer serverOf(Member member) {
    LocalServer local = member.config().local();
    if (local == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          member.region() + " is not on this machine: only its own worker can do this");
    }
    return new PostgresServer(local);
  }

  /** Ends the server at once unless it has this epoch or a newer one, or stopped already. */
  Receipt fence(long epoch) {
    server.markStandby();
    if (server.pid().isEmpty()) {
      return Receipt.already(member.region() + " was down");
    }
    MemberState state = look();
    if (state != null && state.epoch() >= epoch) {
      return Receipt.already(member.region() + " has epoch " + state.epoch() + " already");
    }
    if (state != null && state.standby()) {
      return Receipt.already(member.region() + " is read-only");
    }
    server.kill();
    return Receipt.done(member.region() + " was stopped and will only start read-only");
  }

  Stopped stopLeader() {
    MemberState before = look();
    server.stopFast();
    return new Stopped(
        member.region(),
        before == null ? 0 : before.timeline(),
        before == null ? 0 : before.position());
  }

  Receipt restartLeader(long epoch) {
    if (server.pid().isPresent()) {
      return Receipt.already(member.region() + " runs");
    }
    server.startAsLeader();
    return member.with(
        connection -> {
          Sql.run(
              connection, Sql.set("traceo.epoch", Long.toString(epoch)), "SELECT pg_reload_conf()");
          return Receipt.done(member.region() + " leads again, epoch " + epoch);
        });
  }

  private @org.jspecify.annotations.Nullable MemberState look() {
    try {
      return member.with(connection -> MemberLook.look(member, connection));
    } catch (io.temporal.failure.ApplicationFailure e) {
      return null;
    }
  }
}
