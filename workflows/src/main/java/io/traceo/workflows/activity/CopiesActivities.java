package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.copies.CopySet;
import java.time.Duration;
import java.util.List;

/**
 * The synchronous set of a living leader. Both look before they change and are safe to repeat.
 *
 * <p>Failures: {@code Unreachable} and {@code NotReady} are retried; {@code StaleEpoch}, {@code
 * Conflict}, {@code ResidencyViolation} are final.
 */
@ActivityInterface(namePrefix = "Copies")
public interface CopiesActivities {

  /**
   * Comes back when the set is to be changed: a member silent for too long, one back, or a set on
   * the leader that is not the recorded one. Heartbeats. With no patience at all it only looks.
   */
  CopiesSeen watch(CopiesWatch request);

  /**
   * Sets it on the leader, and waits until everybody who is in it has passed the position of that
   * change. Refuses a leader with a higher epoch ({@code StaleEpoch}), and one whose set is neither
   * the expected nor the wanted one ({@code Conflict}). Heartbeats.
   */
  CopiesChanged change(CopiesChange request);

  /**
   * @param epoch highest that the group knows
   * @param followers every declared one, in the topology's order
   * @param quorum k of the topology
   * @param silentAfter how long a member is not heard until it counts as silent
   * @param onceOnly one look that lasts long enough to tell who streams
   */
  record CopiesWatch(
      String group,
      String leader,
      long epoch,
      CopySet recorded,
      List<String> followers,
      int quorum,
      Duration silentAfter,
      boolean onceOnly) {
    public CopiesWatch {
      followers = List.copyOf(followers);
    }
  }

  /**
   * @param alive followers that stream and answer
   * @param silent members of the recorded set that were not heard for too long
   * @param set on the leader, empty when there is none
   * @param quorum k on the leader, 0 when there is none
   */
  record CopiesSeen(List<String> alive, List<String> silent, List<String> set, int quorum) {
    public CopiesSeen {
      alive = alive == null ? List.of() : List.copyOf(alive);
      silent = silent == null ? List.of() : List.copyOf(silent);
      set = set == null ? List.of() : List.copyOf(set);
    }
  }

  /**
   * @param expected the set that was seen on the leader
   * @param expectedQuorum k of that
   * @param awaitPassed whether to wait for all members to pass the change
   */
  record CopiesChange(
      String group,
      String leader,
      long epoch,
      List<String> expected,
      int expectedQuorum,
      List<String> members,
      int quorum,
      boolean awaitPassed) {
    public CopiesChange {
      expected = List.copyOf(expected);
      members = List.copyOf(members);
    }
  }

  /**
   * @param position of the log that the change was in force at
   * @param passed whether every member has all of the log up to there
   */
  record CopiesChanged(long position, boolean passed, String detail) {}
}
