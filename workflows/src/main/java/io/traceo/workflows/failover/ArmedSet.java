package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;

/**
 * Who confirms the commits of a new leader: what it is armed with before its promotion. Fewer than
 * the group declares only where people have approved that. Pure: the same members give the same
 * set.
 *
 * @param survivors sealed members that follow the target before it is promoted
 * @param returning the old leader of a planned switch, cleanly stopped, where the survivors alone
 *     are too few: it follows right after the promotion, and until then no write is acknowledged
 * @param quorum confirmations that a commit needs
 */
record ArmedSet(List<String> survivors, List<String> returning, int quorum) {

  /**
   * The set of a target.
   *
   * @throws ApplicationFailure {@code Refused}, with what has to be approved, when too few are left
   */
  static ArmedSet of(
      ReplicationGroup group, FailoverPlan plan, List<SealedMember> sealed, String target) {
    if (plan.mode() == FailoverMode.RESTORE) {
      // Every copy is on another history: each is seeded again, and confirms from then on.
      return new ArmedSet(List.of(), List.of(), 0);
    }
    List<String> survivors =
        plan.members().following(sealed).stream()
            .map(SealedMember::region)
            .filter(r -> !r.equals(target))
            .toList();
    int quorum = group.quorum();
    if (survivors.size() >= quorum) {
      return new ArmedSet(survivors, List.of(), quorum);
    }
    if (plan.mode() == FailoverMode.SWITCHOVER && survivors.size() + 1 >= quorum) {
      return new ArmedSet(survivors, List.of(plan.fromRegion()), quorum);
    }
    if (!plan.approvals().isEmpty() && !ApprovalRule.blocked(group, plan.members().quorum())) {
      return new ArmedSet(survivors, List.of(), survivors.size());
    }
    throw ApplicationFailure.newNonRetryableFailure(
        ApprovalRule.copies(group, survivors.size()).orElse("too few followers: " + survivors),
        FailureTypes.REFUSED);
  }
}
