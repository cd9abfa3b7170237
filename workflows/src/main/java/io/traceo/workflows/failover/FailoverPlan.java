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
 * @param members n and k as in force: followers, and confirmations a commit needs
 * @param sealedNeeded members to be sealed so that no acknowledged write can be missing
 * @param candidates why each region may lead or not
 * @param steps name, limit and action of each, in order
 * @param refusals every reason against; empty when it may run
 * @param restoring in mode RESTORE only
 * @param approvals why people have to approve before anybody is promoted; empty when they need not
 * @param back the old leader where it answers in recovery, null where it does not
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
    List<String> approvals,
    @Nullable Back back) {
  public FailoverPlan {
    approvals = approvals == null ? List.of() : List.copyOf(approvals);
    candidates = List.copyOf(candidates);
    steps = List.copyOf(steps);
    refusals = List.copyOf(refusals);
  }

  /** Whose old leader is away. */
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
      @Nullable Restoring restoring,
      List<String> approvals) {
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
        approvals,
        null);
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

  /** Regions to be sealed: the followers, and the old leader where it is back. */
  public List<String> toSeal() {
    if (back == null) {
      return members.followers();
    }
    List<String> all = new ArrayList<>(members.followers());
    all.add(fromRegion);
    return all;
  }

  /** Followers and confirmations in force. */
  public record Members(List<String> followers, int quorum) {
    public Members {
      followers = List.copyOf(followers);
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

  /**
   * The old leader, started again and in recovery: it has all that it ever acknowledged, and may be
   * promoted in place ({@code RECOVER_IN_PLACE}).
   *
   * @param sealedNeeded members to be sealed when it is one of them: a majority of all
   * @param required nobody is promoted without having sealed it: people would have to approve that
   * @param synchronousSet as it was found
   * @param quorum k of that set
   */
  public record Back(int sealedNeeded, boolean required, List<String> synchronousSet, int quorum) {
    /** The word for it in plans, statuses and reports. */
    public static final String IN_PLACE = "RECOVER_IN_PLACE";

    public Back {
      synchronousSet = synchronousSet == null ? List.of() : List.copyOf(synchronousSet);
    }
  }

  /** One region, and why it may lead or not. */
  public record Candidate(String region, boolean eligible, String why) {}
}
