package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
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
 * @param back the old leader where it answers in recovery, null where it does not
 * @param promoted who was promoted before this run, which has the rest to do; null when nobody was
 * @param shortfall what the members in reach, or sealed since, do not prove; one of the approvals
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
    @Nullable Back back,
    @Nullable Promoted promoted,
    @Nullable Shortfall shortfall) {
  public FailoverPlan {
    approvals = approvals == null ? List.of() : List.copyOf(approvals);
    candidates = List.copyOf(candidates);
    steps = List.copyOf(steps);
    refusals = List.copyOf(refusals);
  }

  /** Of a restored server, or one that is there already: nobody approves, nobody is back. */
  FailoverPlan(
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
        List.of(),
        null,
        null,
        null);
  }

  /** The same with nothing against it and nothing to be promoted: only the rest is left. */
  FailoverPlan finishing(Promoted leader, List<Candidate> others, List<String> rest) {
    return new FailoverPlan(
        group,
        mode,
        fromRegion,
        leader.leader().region(),
        leader.leader().epoch(),
        members,
        sealedNeeded,
        others,
        rest,
        List.of(),
        null,
        List.of(),
        null,
        leader,
        null);
  }

  /** With what has to be approved now that is known who is sealed. */
  FailoverPlan settled(List<String> now, @Nullable Shortfall missing) {
    return new FailoverPlan(
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
        now,
        back,
        promoted,
        missing);
  }

  /** Whether a gate isn't met. */
  public boolean refused() {
    return !refusals.isEmpty();
  }

  /**
   * Regions to be sealed: the set in force, who is not in it but answers (cut off as well, to
   * follow later), and the old leader where it is back.
   */
  public List<String> toSeal() {
    return toSeal(members, candidates, back == null ? null : fromRegion);
  }

  static List<String> toSeal(
      Members members, List<Candidate> candidates, @Nullable String oldLeader) {
    List<String> all = new ArrayList<>(members.followers());
    candidates.stream()
        .filter(c -> c.eligible() && members.outside().contains(c.region()))
        .forEach(c -> all.add(c.region()));
    if (oldLeader != null) {
      all.add(oldLeader);
    }
    return all;
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

    /**
     * Those of these that follow whoever leads of them. One that is not in the set and on an older
     * timeline may have what the others never got, as an old leader of earlier has: it is compared
     * and brought back once somebody leads.
     */
    public List<SealedMember> following(List<SealedMember> sealed) {
      int newest = sealed.stream().mapToInt(SealedMember::timeline).max().orElse(0);
      return sealed.stream()
          .filter(m -> followers.contains(m.region()) || m.timeline() == newest)
          .toList();
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

  /**
   * Whom a run of ours promoted that the group has not heard of.
   *
   * @param sealed the leader and who follows it, each under its epoch
   */
  public record Promoted(SealedMember leader, List<SealedMember> sealed) {
    public Promoted {
      sealed = List.copyOf(sealed);
    }
  }

  /** One region, and why it may lead or not. */
  public record Candidate(String region, boolean eligible, String why) {}
}
