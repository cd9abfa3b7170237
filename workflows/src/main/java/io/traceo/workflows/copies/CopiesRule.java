package io.traceo.workflows.copies;

import io.traceo.workflows.activity.CopiesActivities.CopiesSeen;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a leader's synchronous set. Pure: the same sight gives the same answer.
 *
 * <p>Every change goes the same way, and so in the safe order: the record covers the old set and
 * the new one; then the leader has the new one; then, once all that confirm have passed the
 * position of the change, the record is the new one. Whoever joins, and a lower k, is recorded
 * before the leader knows; whoever leaves, and a higher k, after.
 */
public final class CopiesRule {
  private CopiesRule() {}

  /**
   * One change.
   *
   * @param foreign nothing is to be changed: the leader's set is not one that was recorded
   * @param cover what the record is first
   * @param wanted what leader and record are in the end
   */
  public record Step(boolean foreign, CopySet cover, CopySet wanted) {
    /** Whether old writes may be on fewer members than the new record counts with. */
    public boolean narrows() {
      return !cover.same(wanted.members(), wanted.quorum());
    }
  }

  /**
   * The next change, or null when there is none.
   *
   * @param followers every declared one, in the topology's order
   * @param declared k of the topology
   */
  public static @Nullable Step next(
      CopySet recorded, CopiesSeen seen, List<String> followers, int declared, long atMillis) {
    if (!recorded.covers(seen.set(), seen.quorum())) {
      CopySet cover =
          recorded.and(seen.set(), seen.quorum(), atMillis, "set on the leader by somebody else");
      return new Step(
          true,
          new CopySet(cover.members(), cover.quorum(), atMillis, cover.why(), true),
          recorded);
    }
    if (recorded.foreign() && seen.quorum() < declared) {
      return null;
    }
    CopySet wanted = wanted(recorded, seen, followers, declared, atMillis);
    if (recorded.same(wanted.members(), wanted.quorum())
        && wanted.same(seen.set(), seen.quorum())
        && !recorded.foreign()) {
      return null;
    }
    CopySet cover = recorded.and(wanted.members(), wanted.quorum(), atMillis, wanted.why());
    return new Step(false, cover, wanted);
  }

  /** Without whoever is silent while k remain, with whoever streams, and k as declared again. */
  private static CopySet wanted(
      CopySet recorded, CopiesSeen seen, List<String> followers, int declared, long atMillis) {
    List<String> left = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (String follower : followers) {
      boolean in = recorded.members().contains(follower);
      if (in || seen.alive().contains(follower)) {
        all.add(follower);
        if (!seen.silent().contains(follower)) {
          left.add(follower);
        }
      }
    }
    // Fewer than k can confirm nothing anyway: that is not for the group to decide.
    List<String> members = left.size() < Math.max(1, recorded.quorum()) ? all : left;
    int alive = (int) members.stream().filter(seen.alive()::contains).count();
    int quorum = Math.max(recorded.quorum(), Math.min(declared, alive));
    return new CopySet(members, quorum, atMillis, why(recorded, members, quorum), false);
  }

  private static String why(CopySet recorded, List<String> members, int quorum) {
    List<String> words = new ArrayList<>();
    recorded.members().stream()
        .filter(m -> !members.contains(m))
        .forEach(m -> words.add(m + " is silent"));
    members.stream()
        .filter(m -> !recorded.members().contains(m))
        .forEach(m -> words.add(m + " is back"));
    if (quorum > recorded.quorum()) {
      words.add(quorum + " can confirm again");
    }
    return words.isEmpty() ? recorded.why() : String.join(", ", words);
  }

  /** What people have approved: those that stream confirm, as many as there are. */
  public static Step degraded(CopySet recorded, CopiesSeen seen, long atMillis) {
    List<String> left = recorded.members().stream().filter(seen.alive()::contains).toList();
    CopySet wanted =
        new CopySet(
            left,
            Math.min(recorded.quorum(), left.size()),
            atMillis,
            "approved: " + left.size() + " copies are left",
            false);
    return new Step(false, recorded.and(left, wanted.quorum(), atMillis, wanted.why()), wanted);
  }
}
