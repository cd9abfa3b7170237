package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who leads, out of what was sealed. Pure: the same members give the same answer. */
public final class CandidateChooser {
  private CandidateChooser() {}

  /**
   * Members that must be sealed so that every acknowledged write is on at least one of them, and no
   * other majority can exist: {@code max(n-k+1, n/2+1)}. Where nobody confirms (k = 0) no number
   * proves the first; then only the majority is left, and people have to approve the loss.
   *
   * @param followers n: members of the synchronous set in force
   * @param quorum k: confirmations that a commit needed
   */
  public static int sealedNeeded(int followers, int quorum) {
    int majority = followers / 2 + 1;
    return quorum == 0 ? majority : Math.max(followers - quorum + 1, majority);
  }

  /**
   * The most advanced member, by timeline, then position; among equals the one asked for, else the
   * first in the order of preference.
   *
   * @param preference regions that may lead, best first
   * @param target region asked for, or null
   */
  public static Optional<SealedMember> choose(
      List<SealedMember> sealed, List<String> preference, @Nullable String target) {
    Optional<SealedMember> best =
        sealed.stream()
            .max(
                Comparator.comparingInt(SealedMember::timeline)
                    .thenComparingLong(SealedMember::position));
    if (best.isEmpty()) {
      return best;
    }
    return sealed.stream()
        .filter(m -> preference.contains(m.region()))
        .filter(m -> m.timeline() == best.get().timeline())
        .filter(m -> m.position() == best.get().position())
        .min(
            Comparator.comparingInt(
                m -> m.region().equals(target) ? -1 : preference.indexOf(m.region())));
  }
}
