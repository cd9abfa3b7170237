package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverPlan.Back;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an old leader that answers in recovery is one more member to seal and to choose from.
 * Pure.
 */
final class ReturnedLeader {
  private ReturnedLeader() {}

  /** Null when it was not seen, or is not what it was. */
  static @Nullable Back back(
      ReplicationGroup group,
      CopySet recorded,
      FailoverMode mode,
      String leader,
      List<MemberState> members) {
    MemberState state = seen(mode, leader, members);
    if (state == null || against(state, members) != null) {
      return null;
    }
    return new Back(
        group.members().size() / 2 + 1,
        ApprovalRule.unplanned(group, recorded, false).isPresent(),
        state.synchronousSet(),
        state.quorum());
  }

  /** Why it may lead or not; empty when it was not seen. */
  static Optional<Candidate> candidate(
      FailoverMode mode, String leader, List<MemberState> members, @Nullable Back back) {
    MemberState state = seen(mode, leader, members);
    if (state == null) {
      return Optional.empty();
    }
    return Optional.of(
        back == null
            ? new Candidate(leader, false, String.valueOf(against(state, members)))
            : new Candidate(
                leader,
                true,
                "the old leader, read-only at "
                    + state.position()
                    + ", timeline "
                    + state.timeline()));
  }

  private static @Nullable MemberState seen(
      FailoverMode mode, String leader, List<MemberState> members) {
    return mode != FailoverMode.UNPLANNED
        ? null
        : members.stream()
            .filter(m -> m.region().equals(leader) && m.reachable())
            .findFirst()
            .orElse(null);
  }

  private static @Nullable String against(MemberState state, List<MemberState> members) {
    if (!state.standby()) {
      return "the old leader takes writes again";
    }
    if (state.upstream() != null) {
      return "follows " + state.upstream();
    }
    for (MemberState other : members) {
      boolean same =
          !other.reachable()
              || String.valueOf(other.systemIdentifier())
                  .equals(String.valueOf(state.systemIdentifier()));
      if (!same) {
        return "is another database than " + other.region() + ": their system identifiers differ";
      }
    }
    return null;
  }
}
