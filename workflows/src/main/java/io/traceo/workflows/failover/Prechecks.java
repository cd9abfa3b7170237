package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold before anybody is promoted, one small question each. Pure: null when it holds,
 * else what does not, and whether trying again can mend that.
 */
final class Prechecks {
  private Prechecks() {}

  /**
   * A reason against.
   *
   * @param type of the failure; what is in {@link FailureTypes#FINAL} no retry can mend
   * @param why what does not hold, in words
   */
  record Objection(String type, String why) {
    boolean retryable() {
      return !FailureTypes.FINAL.contains(type);
    }

    ApplicationFailure failure() {
      return ApplicationFailure.newBuilder()
          .setType(type)
          .setMessage(why)
          .setNonRetryable(!retryable())
          .build();
    }
  }

  /** Throws what does not hold. */
  static void require(@Nullable Objection objection) {
    if (objection != null) {
      throw objection.failure();
    }
  }

  /** All were copied from the same cluster: positions of different ones mean nothing together. */
  static @Nullable Objection systemIdentifier(List<SealedMember> sealed) {
    TreeSet<String> found =
        sealed.stream()
            .map(SealedMember::systemIdentifier)
            .collect(Collectors.toCollection(TreeSet::new));
    return found.size() <= 1
        ? null
        : new Objection(
            FailureTypes.CONFLICT,
            "the members are not of one cluster, their system identifiers are " + found);
  }

  /** Sealed by this run, and by no newer one since. */
  static @Nullable Objection epoch(SealedMember member, long epoch) {
    if (member.epoch() == epoch) {
      return null;
    }
    return new Objection(
        member.epoch() > epoch ? FailureTypes.STALE_EPOCH : FailureTypes.NOT_READY,
        member.region() + " is sealed with epoch " + member.epoch() + ", not " + epoch);
  }

  /** Enough of the set in force: fewer, and an acknowledged write may be on none of them. */
  static @Nullable Objection sealedEnough(List<SealedMember> sealed, SealRule rule) {
    return rule.enough(sealed)
        ? null
        : new Objection(
            FailureTypes.REFUSED,
            "only "
                + rule.counted(sealed)
                + " of "
                + rule.followersNeeded()
                + " members could be sealed"
                + (rule.back() == null ? "" : " (" + rule.needed() + ")")
                + ": acknowledged writes might be missing");
  }

  /** On the newest timeline that was sealed: an older one lacks what the last leader wrote. */
  static @Nullable Objection timeline(SealedMember target, List<SealedMember> sealed) {
    return sealed.stream()
        .filter(m -> m.timeline() > target.timeline())
        .findFirst()
        .map(
            newer ->
                new Objection(
                    FailureTypes.REFUSED,
                    "%s is on timeline %d, %s on %d"
                        .formatted(
                            target.region(), target.timeline(), newer.region(), newer.timeline())))
        .orElse(null);
  }

  /**
   * Nobody who was sealed is further.
   *
   * @param atLeast what a drained leader had acknowledged; 0 when nothing was drained
   */
  static @Nullable Objection position(
      SealedMember target, List<SealedMember> sealed, long atLeast) {
    if (target.position() < atLeast) {
      return new Objection(
          FailureTypes.REFUSED,
          target.region() + " lacks what the drained leader had acknowledged");
    }
    return sealed.stream()
        .filter(m -> m.timeline() == target.timeline() && m.position() > target.position())
        .findFirst()
        .map(
            further ->
                new Objection(
                    FailureTypes.REFUSED,
                    target.region() + " is behind " + further.region() + " and may not lead now"))
        .orElse(null);
  }

  /** The data may be there. */
  static @Nullable Objection residency(Definition definition, String leader, String region) {
    String barred = ResidencyGate.barred(definition, leader, region);
    return barred == null ? null : new Objection(FailureTypes.RESIDENCY, barred);
  }

  /** Readers don't go back in time by more than the runbook says. */
  static @Nullable Objection lag(long lagMs, long limitMs) {
    return lagMs <= limitMs
        ? null
        : new Objection(
            FailureTypes.REFUSED,
            "read replicas are " + lagMs + " ms behind, the limit is " + limitMs);
  }
}
