package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who might go on beside a restored leader. Every other member is in reach, and is sealed or
 * stopped, or a person has declared it lost. Pure.
 */
public final class LostRule {
  private LostRule() {}

  /**
   * Why a member stands in the way; null when it doesn't.
   *
   * @param lost members that a person declared gone
   */
  public static @Nullable String unsettled(MemberState member, List<String> lost) {
    boolean declared = lost.contains(member.region());
    if (member.reachable()) {
      return declared
          ? member.region() + " is named in lost, but it answers: not lost; leave it out"
          : null;
    }
    return declared
        ? null
        : member.region()
            + " does not answer ("
            + member.problem()
            + ") and may still be used somewhere: bring it back, or make sure that it is gone for"
            + " good and name it in lost";
  }
}
