package io.traceo.workflows.failover;

import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.Optional;

/** What a person has to approve before a group may move without its old leader. Pure. */
public final class ApprovalRule {
  private ApprovalRule() {}

  /**
   * Why an unplanned failover of this group needs a person, even with every follower well; empty
   * when the group does without.
   */
  public static Optional<String> unplanned(ReplicationGroup group) {
    return unplanned(group, false);
  }

  /**
   * The same where the old leader may be back.
   *
   * @param leaderBack in recovery, to be sealed with the others: then nothing that it acknowledged
   *     is missing, and as many copies are left as before
   */
  public static Optional<String> unplanned(ReplicationGroup group, boolean leaderBack) {
    if (leaderBack) {
      return copies(group, group.followers().size());
    }
    if (group.quorum() == 0) {
      return Optional.of(
          "asynchronous: needs an approval that the old leader is down, since writes that it"
              + " acknowledged may not have been copied");
    }
    return copies(group, group.followers().size() - 1);
  }

  /** The same with the synchronous set in force. */
  public static Optional<String> unplanned(
      ReplicationGroup group, CopySet recorded, boolean leaderBack) {
    return unplanned(group, recorded, recorded.members().size(), leaderBack);
  }

  /**
   * The same.
   *
   * @param standing followers out of which one would lead
   */
  public static Optional<String> unplanned(
      ReplicationGroup group, CopySet recorded, int standing, boolean leaderBack) {
    if (leaderBack) {
      return unplanned(group, true);
    }
    if (group.quorum() > 0 && recorded.quorum() == 0) {
      return Optional.of(
          "no follower confirms commits now ("
              + recorded.why()
              + "): needs an approval, since writes that the old leader acknowledged may exist"
              + " there alone");
    }
    return group.quorum() == 0 ? unplanned(group) : copies(group, standing - 1);
  }

  /**
   * Whether nobody may approve what needs it: the topology says that writes wait until a copy is
   * back.
   *
   * @param quorum recorded as in force; where nobody confirms, the loss is what is to be approved
   */
  public static boolean blocked(ReplicationGroup group, int quorum) {
    return group.quorum() > 0
        && quorum > 0
        && group.onLastCopy() != OnLastCopy.DEGRADE_WITH_APPROVAL;
  }

  /**
   * Why writes may not go on when so many followers are left of a new leader; empty when they may.
   *
   * @param survivors followers that would confirm the new leader's commits
   */
  public static Optional<String> copies(ReplicationGroup group, int survivors) {
    if (survivors >= group.quorum()) {
      return Optional.empty();
    }
    String few =
        Math.max(0, survivors)
            + " of the "
            + group.quorum()
            + " followers that confirm a write would be left";
    return Optional.of(
        group.onLastCopy() == OnLastCopy.DEGRADE_WITH_APPROVAL
            ? few
                + ": needs an approval to go on with fewer copies (onLastCopy"
                + " DEGRADE_WITH_APPROVAL)"
            : few + ", and onLastCopy BLOCK keeps writes waiting until a copy is back");
  }
}
