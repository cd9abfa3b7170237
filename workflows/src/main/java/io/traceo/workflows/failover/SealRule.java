package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.failover.FailoverPlan.Back;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is sealed holds every acknowledged write and leaves no other majority. Enough
 * followers do; so does the old leader in recovery, which has all that it ever acknowledged, within
 * a majority of all members. Pure.
 *
 * @param leader the old one
 * @param set synchronous set in force: a seal of anybody else proves nothing
 * @param followersNeeded of the set alone
 * @param back the old leader where it is back, else null
 */
record SealRule(String leader, List<String> set, int followersNeeded, @Nullable Back back) {
  /** More than the one record that was under way when it died: then it is not what it was. */
  private static final long ONE_RECORD = 16L * 1024 * 1024;

  static SealRule of(FailoverPlan plan) {
    return new SealRule(
        plan.fromRegion(), plan.members().followers(), plan.sealedNeeded(), plan.back());
  }

  boolean enough(List<SealedMember> sealed) {
    Optional<SealedMember> old = sealed.stream().filter(m -> m.region().equals(leader)).findFirst();
    Back returned = back;
    if (returned != null
        && old.isPresent()
        && whole(old.get(), sealed)
        && sealed.size() >= returned.sealedNeeded()) {
      return true;
    }
    boolean leaderFirst = returned != null && returned.required();
    return !leaderFirst && counted(sealed) >= followersNeeded;
  }

  /** Sealed members of the set. */
  long counted(List<SealedMember> sealed) {
    return sealed.stream().filter(m -> set.contains(m.region())).count();
  }

  /** No follower has more than it: all that they have came from there. */
  private static boolean whole(SealedMember old, List<SealedMember> sealed) {
    SealedMember best =
        sealed.stream()
            .max(
                Comparator.comparingInt(SealedMember::timeline)
                    .thenComparingLong(SealedMember::position))
            .orElse(old);
    return best.timeline() == old.timeline() && best.position() - old.position() <= ONE_RECORD;
  }

  /** What is needed, in words. */
  String needed() {
    Back returned = back;
    if (returned == null) {
      return followersNeeded + " needed";
    }
    String with = returned.sealedNeeded() + " needed with " + leader;
    return returned.required() ? with : with + ", " + followersNeeded + " without it";
  }
}
