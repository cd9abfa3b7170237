package io.traceo.activities.database.postgres;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.place.PlaceConfig.LocalServer;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Stopped;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Map;

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

  /**
   * Ends the server at once unless it has this epoch or a newer one, or is no leader. Asks its
   * files, not the server: a frozen one would not answer.
   */
  Receipt fence(long epoch) {
    server.markStandby();
    if (server.pid().isEmpty()) {
      return Receipt.already(member.region() + " was down");
    }
    long found = server.epochOnDisk();
    if (found >= epoch) {
      return Receipt.already(member.region() + " has epoch " + found + " already");
    }
    if (ControlFile.read(server.data()).state().standby()) {
      return Receipt.already(member.region() + " is read-only");
    }
    server.kill();
    return Receipt.done(member.region() + " was stopped and will only start read-only");
  }

  /** The position is the shutdown checkpoint's: a standby that is past it has everything. */
  Stopped stopLeader(long epoch) {
    if (server.pid().isPresent()) {
      MemberState state = member.with(connection -> MemberLook.look(member, connection));
      if (state.standby()) {
        throw noLeader();
      }
      if (state.epoch() >= epoch) {
        throw stale(member.region(), state.epoch(), epoch);
      }
      server.stopFast();
    }
    ControlFile control = ControlFile.read(server.data());
    if (control.state().standby()) {
      throw noLeader();
    }
    if (control.state() != ControlFile.State.STOPPED_CLEANLY) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          member.region() + " did not stop cleanly: it may have writes that nobody else has");
    }
    return new Stopped(member.region(), control.timeline(), control.checkpoint());
  }

  /**
   * @param others the group's other members: none of those in reach may lead or know a newer epoch
   */
  Receipt restartLeader(long epoch, List<Member> others) {
    if (server.pid().isPresent()) {
      return raise(epoch, "ALREADY", " runs");
    }
    long found = server.epochOnDisk();
    if (found > epoch) {
      throw stale(member.region(), found, epoch);
    }
    if (ControlFile.read(server.data()).state().standby()) {
      throw noLeader();
    }
    for (MemberState other : new Surveyor().survey(others).members()) {
      if (other.reachable() && other.epoch() > epoch) {
        throw stale(other.region(), other.epoch(), epoch);
      }
      if (other.reachable() && !other.standby()) {
        throw Failures.of(FailureTypes.CONFLICT, other.region() + " leads");
      }
    }
    server.override(Map.of("traceo.epoch", Long.toString(epoch)));
    server.startAsLeader();
    return raise(epoch, "DONE", " leads again");
  }

  private Receipt raise(long epoch, String outcome, String what) {
    return member.with(
        connection ->
            ChangeLock.holding(
                member,
                connection,
                () -> {
                  MemberState state = MemberLook.look(member, connection);
                  if (state.standby()) {
                    throw noLeader();
                  }
                  if (state.epoch() > epoch) {
                    throw stale(member.region(), state.epoch(), epoch);
                  }
                  if (state.epoch() < epoch) {
                    Sql.run(
                        connection,
                        Sql.set("traceo.epoch", Long.toString(epoch)),
                        "SELECT pg_reload_conf()");
                  }
                  return new Receipt(outcome, member.region() + what + ", epoch " + epoch);
                }));
  }

  private ApplicationFailure noLeader() {
    return Failures.of(FailureTypes.CONFLICT, member.region() + " is a standby, no leader");
  }

  static ApplicationFailure stale(String region, long found, long epoch) {
    return Failures.of(
        FailureTypes.STALE_EPOCH, region + " has epoch " + found + ", this run has " + epoch);
  }
}
