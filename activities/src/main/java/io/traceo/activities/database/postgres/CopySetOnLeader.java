package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.workflows.activity.CopiesActivities.CopiesChange;
import io.traceo.workflows.activity.CopiesActivities.CopiesChanged;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/**
 * Changes the synchronous set of a leader by compare and set, under its epoch, and waits until who
 * confirms has passed the change.
 */
final class CopySetOnLeader {
  private static final long READ_MILLIS = 2_000;
  private static final long PASSED_MILLIS = 30_000;
  private static final long BEAT_MILLIS = 1_000;

  /**
   * A record of its own in the log: written after the change is in force, it is also there in a
   * group where nobody writes, and whoever has confirmed it was served by a sender that knew the
   * change. It commits nothing, so that it waits for nobody.
   */
  private static final String MARK =
      "SELECT (pg_logical_emit_message(false, 'traceo', 'copies') - '0/0'::pg_lsn)::text";

  private static final String PASSED =
      "SELECT application_name FROM pg_stat_replication"
          + " WHERE flush_lsn >= '0/0'::pg_lsn + ?::numeric";

  /** Who has left and is still counted by the server itself, which has not read the change. */
  private static final String STILL_COUNTED =
      "SELECT string_agg(application_name, ',') FROM pg_stat_replication"
          + " WHERE sync_priority > 0 AND NOT application_name = ANY (string_to_array(?, ','))";

  private final Member leader;
  private final Progress progress;

  CopySetOnLeader(Member leader, Progress progress) {
    this.leader = leader;
    this.progress = progress;
  }

  CopiesChanged change(CopiesChange request) {
    String wanted = MemberLook.quorumOf(request.quorum(), request.members());
    long position =
        leader.with(
            connection ->
                ChangeLock.holding(leader, connection, () -> set(connection, request, wanted)));
    boolean passed = !request.awaitPassed() || awaitPassed(request.members(), position);
    return new CopiesChanged(
        position, passed, wanted.isEmpty() ? "without a synchronous set" : wanted);
  }

  private long set(Connection connection, CopiesChange request, String wanted) throws SQLException {
    MemberState state = requireLeader(leader, connection, request.epoch());
    boolean there = same(state, request.members(), request.quorum());
    if (!there && !same(state, request.expected(), request.expectedQuorum())) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          "the set of "
              + leader.region()
              + " is "
              + MemberLook.quorumOf(state.quorum(), state.synchronousSet())
              + ": somebody else changed it");
    }
    if (!there) {
      Sql.run(connection, Sql.set("synchronous_standby_names", wanted), "SELECT pg_reload_conf()");
    }
    String in = request.quorum() == 0 ? "" : String.join(",", request.members());
    if (!Sql.until(READ_MILLIS, 10, () -> inForce(connection, request, in))) {
      throw Failures.of(FailureTypes.NOT_READY, leader.region() + " has not read its set");
    }
    return Long.parseLong(String.valueOf(Sql.text(connection, MARK)));
  }

  private boolean inForce(Connection connection, CopiesChange request, String in)
      throws SQLException {
    return same(MemberLook.look(leader, connection), request.members(), request.quorum())
        && Sql.text(connection, STILL_COUNTED, in) == null;
  }

  /** The leader that the caller means, and no newer one. */
  static MemberState requireLeader(Member leader, Connection connection, long epoch)
      throws SQLException {
    MemberState state = MemberLook.look(leader, connection);
    if (state.epoch() > epoch) {
      throw LocalSteps.stale(leader.region(), state.epoch(), epoch);
    }
    if (state.standby()) {
      throw Failures.of(FailureTypes.CONFLICT, leader.region() + " does not lead");
    }
    return state;
  }

  private static boolean same(MemberState state, List<String> members, int quorum) {
    return state.quorum() == quorum
        && (quorum == 0 || new TreeSet<>(state.synchronousSet()).equals(new TreeSet<>(members)));
  }

  private boolean awaitPassed(List<String> members, long position) {
    long deadline = System.nanoTime() + PASSED_MILLIS * 1_000_000;
    while (System.nanoTime() < deadline) {
      progress.tell("until " + members + " have passed " + position);
      boolean passed =
          leader.with(
              connection ->
                  Sql.until(
                      BEAT_MILLIS, 20, () -> passed(connection, position).containsAll(members)));
      if (passed) {
        return true;
      }
    }
    return false;
  }

  /** Writes a mark and waits until all of them have it. */
  static boolean passedMark(Connection connection, List<String> members, long patienceMillis)
      throws SQLException {
    long position = Long.parseLong(String.valueOf(Sql.text(connection, MARK)));
    return Sql.until(patienceMillis, 20, () -> passed(connection, position).containsAll(members));
  }

  private static List<String> passed(Connection connection, long position) throws SQLException {
    return Sql.column(connection, PASSED, Long.toString(position));
  }
}
