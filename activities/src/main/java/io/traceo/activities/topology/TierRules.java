package io.traceo.activities.topology;

import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.RecoveryObjective;
import io.traceo.workflows.topology.RecoveryTier;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;

/** What a group promises against what its tier can do. */
record TierRules(GroupEntry entry) {

  void check() {
    ReplicationGroup group = entry.group();
    int followers = group.followers().size();
    if (group.quorum() > followers) {
      entry.error(
          "/quorum",
          "ANY "
              + group.quorum()
              + " needs as many followers and there are "
              + followers
              + ": no commit would ever be acknowledged; lower it or add followers");
    }
    if (group.tier() == RecoveryTier.HOT) {
      hot(group);
    } else {
      asynchronous(group);
    }
    promise(group.tier(), group.objective());
  }

  private void hot(ReplicationGroup group) {
    if (group.quorum() < 1) {
      entry.error(
          "/quorum", "tier HOT loses nothing only when 1 or more followers confirm; raise it");
    }
    if (group.onLastCopy() == null) {
      entry.error(
          "/tier",
          "tier HOT must say what happens when copies run out; add onLastCopy: BLOCK or"
              + " DEGRADE_WITH_APPROVAL");
    }
    if (group.onLastCopy() == OnLastCopy.BLOCK && group.quorum() == group.followers().size()) {
      entry.warn(
          "/onLastCopy",
          "every write hangs as soon as one follower is away, since ANY "
              + group.quorum()
              + " needs them all; add a follower, or say DEGRADE_WITH_APPROVAL");
    }
    if (!group.objective().recoveryPoint().isZero()) {
      entry.error(
          "/objective/recoveryPoint",
          "tier HOT loses no acknowledged write; say recoveryPoint: 0s, or use another tier");
    }
  }

  private void asynchronous(ReplicationGroup group) {
    if (group.quorum() > 0) {
      entry.error(
          "/quorum",
          "tier "
              + group.tier()
              + " copies asynchronously and waits for no follower; say quorum: 0, or make it HOT");
    }
    Duration loss = group.objective().recoveryPoint();
    if (loss.isZero()) {
      entry.error(
          "/objective/recoveryPoint",
          "tier "
              + group.tier()
              + " copies asynchronously and can't promise 0s; allow some loss, like 1m, or make it"
              + " HOT");
    } else if (loss.compareTo(group.tier().recoveryPoint()) > 0) {
      entry.error("/objective/recoveryPoint", above(group.tier(), group.tier().recoveryPoint()));
    }
  }

  private void promise(RecoveryTier tier, RecoveryObjective objective) {
    if (objective.failover().compareTo(tier.failover()) > 0) {
      entry.error("/objective/failover", above(tier, tier.failover()));
    }
    Duration together = objective.detection().plus(objective.failover());
    if (together.compareTo(objective.recoveryTime()) > 0) {
      entry.error(
          "/objective/recoveryTime",
          "detection and failover may take "
              + DurationText.of(together)
              + " together, more than the promised "
              + DurationText.of(objective.recoveryTime())
              + "; promise more time, or shorten them");
    }
  }

  private static String above(RecoveryTier tier, Duration most) {
    return "tier "
        + tier
        + " is for at most "
        + DurationText.of(most)
        + "; promise that or less, or use another tier";
  }
}
