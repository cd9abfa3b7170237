package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.View;
import java.util.Collection;
import java.util.List;

/**
 * What the observers say together. The quorum is over the configured voters; a silent one is no
 * vote, nor is one whose own access is broken. Pure.
 */
public final class VerdictRule {
  private VerdictRule() {}

  /** Observers with a vote: those outside the leader's region. */
  public static List<String> voters(List<String> observers, String leader) {
    return observers.stream().filter(o -> !o.equals(leader)).toList();
  }

  /** A majority of the configured voters. */
  public static int quorum(int voters) {
    return voters / 2 + 1;
  }

  /**
   * The verdict over fresh observations of this leader.
   *
   * @param voters configured observers with a vote
   */
  public static Verdict judge(
      List<String> voters, String leader, Collection<Observation> observations) {
    List<View> votes =
        observations.stream()
            .filter(o -> voters.contains(o.observer()) && o.leader().equals(leader))
            .map(Observation::view)
            .filter(view -> view != View.NO_ACCESS)
            .toList();
    int quorum = quorum(voters.size());
    if (votes.size() < quorum) {
      return Verdict.UNKNOWN;
    }
    // New heartbeat rows at a standby contradict a dead leader, whoever else is sure of it.
    boolean contradicted = votes.contains(View.UNREACHABLE_FROM_HERE);
    // One that answers read-only was started again: nobody writes there, as if it were dead.
    long dead = count(votes, View.DEAD) + count(votes, View.READ_ONLY);
    if (!contradicted && dead >= quorum) {
      return Verdict.LEADER_DEAD;
    }
    long storage = count(votes, View.STORAGE_DEAD);
    if (!contradicted && storage > 0 && storage + dead >= quorum) {
      return Verdict.STORAGE_DEAD;
    }
    if (count(votes, View.QUORUM_LOST) >= quorum) {
      return Verdict.QUORUM_LOST;
    }
    return count(votes, View.HEALTHY) == votes.size()
        ? Verdict.HEALTHY
        : Verdict.PARTLY_UNREACHABLE;
  }

  /** Whether somebody who has a vote was answered by the leader in recovery. */
  public static boolean answersReadOnly(Collection<Observation> votes) {
    return votes.stream().anyMatch(o -> o.view() == View.READ_ONLY);
  }

  private static long count(List<View> votes, View view) {
    return votes.stream().filter(v -> v == view).count();
  }
}
