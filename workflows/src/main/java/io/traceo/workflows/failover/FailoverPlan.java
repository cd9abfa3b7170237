package io.traceo.workflows.failover;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a failover would do, or why it refuses. Stands in the history before anything changes.
 *
 * @param fromRegion leader it moves away from
 * @param target region asked for, null for the most advanced
 * @param epoch the next one
 * @param members n and k as the group has recorded them: who confirms, and how many a commit needs
 * @param sealedNeeded members of that set to be sealed so that no acknowledged write can be missing
 * @param candidates why each region may lead or not
 * @param steps name, limit and action of each, in order
 * @param refusals every reason against; empty when it may run
 * @param restoring in mode RESTORE only
 * @param approvals why people have to approve before anybody is promoted; empty when they need not
 */
public record FailoverPlan(
    String group,
    FailoverMode mode,
    String fromRegion,
    @Nullable String target,
    long epoch,
    Members members,
    int sealedNeeded,
    List<Candidate> candidates,
    List<String> steps,
    List<String> refusals,
    @Nullable Restoring restoring,
    List<String> approvals) {
  public FailoverPlan {
    approvals = approvals == null ? List.of() : List.copyOf(approvals);
    candidates = List.copyOf(candidates);
    steps = List.copyOf(steps);
    refusals = List.copyOf(refusals);
  }

  /** Without approvals. */
  public FailoverPlan(
      String group,
      FailoverMode mode,
      String fromRegion,
      @Nullable String target,
      long epoch,
      Members members,
      int sealedNeeded,
      List<Candidate> candidates,
      List<String> steps,
      List<String> refusals,
      @Nullable Restoring restoring) {
    this(
        group,
        mode,
        fromRegion,
        target,
        epoch,
        members,
        sealedNeeded,
        candidates,
        steps,
        refusals,
        restoring,
        List.of());
  }

  /** Of a member that is there already. */
  public FailoverPlan(
      String group,
      FailoverMode mode,
      String fromRegion,
      @Nullable String target,
      long epoch,
      Members members,
      int sealedNeeded,
      List<Candidate> candidates,
      List<String> steps,
      List<String> refusals) {
    this(
        group,
        mode,
        fromRegion,
        target,
        epoch,
        members,
        sealedNeeded,
        candidates,
        steps,
        refusals,
        null);
  }

  /** Whether a gate isn't met. */
  public boolean refused() {
    return !refusals.isEmpty();
  }

  /**
   * The synchronous set in force.
   *
   * @param followers its members: a seal of them counts for the proof
   * @param quorum confirmations that a commit needs
   * @param outside declared followers that are not in the set: sealed where they answer, so that
   *     they can follow, but proof of nothing
   */
  public record Members(List<String> followers, int quorum, List<String> outside) {
    public Members {
      followers = List.copyOf(followers);
      outside = outside == null ? List.of() : List.copyOf(outside);
    }

    /** With everybody in the set. */
    public Members(List<String> followers, int quorum) {
      this(followers, quorum, List.of());
    }

    /** Everybody that is declared. */
    public List<String> all() {
      List<String> all = new ArrayList<>(followers);
      all.addAll(outside);
      return all;
    }

    /** In words. */
    public String text() {
      return quorum
          + " of "
          + String.join(", ", followers)
          + (outside.isEmpty() ? "" : "; not in it: " + String.join(", ", outside));
    }
  }

  /**
   * A restored server, and whom it must not leave writing beside it.
   *
   * @param leaderAnswers the old leader is drained and stopped first
   * @param others in reach; sealed first. Who is neither was declared lost
   */
  public record Restoring(
      FailoverRequest.Restored server, boolean leaderAnswers, List<String> others) {
    public Restoring {
      others = others == null ? List.of() : List.copyOf(others);
    }
  }

  /** One region, and why it may lead or not. */
  public record Candidate(String region, boolean eligible, String why) {}
}
