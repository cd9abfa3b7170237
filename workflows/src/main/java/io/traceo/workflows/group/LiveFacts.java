package io.traceo.workflows.group;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.failover.FailoverMode;
import io.traceo.workflows.failover.ResidencyGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What members and names say beside what the group has recorded. Pure.
 *
 * @param leader recorded
 * @param epoch recorded
 * @param mark of the leader; null while it is not known, or is another's
 * @param last failover, whose old leader and names may linger; null when there was none
 */
record LiveFacts(
    Definition definition,
    String leader,
    long epoch,
    @Nullable LeaderMark mark,
    @Nullable FailoverSummary last,
    MembersSeen seen) {

  List<MemberState> leading() {
    return seen.members().stream().filter(m -> m.reachable() && !m.standby()).toList();
  }

  /** The recorded leader, where it answers and takes writes. */
  @Nullable MemberState recorded() {
    return leading().stream().filter(m -> m.region().equals(leader)).findFirst().orElse(null);
  }

  /** Where the write name points; null when that is no member, or was not asked. */
  @Nullable String named() {
    return seen.route() == null ? null : seen.route().writeRegion();
  }

  /** What only somebody else can have changed; empty when nothing was. The same words each time. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (MemberState member : leading()) {
      if (member.region().equals(leader)) {
        differences.addAll(changed(member));
      } else if (!leftBehind(member)) {
        differences.add(
            "%s takes writes on timeline %d, and %s is the recorded leader"
                .formatted(member.region(), member.timeline(), leader));
      }
    }
    String named = named();
    if (named != null && !named.equals(leader) && !namesLinger(named)) {
      differences.add(
          "the write name points to " + named + ", and " + leader + " is the recorded leader");
    }
    return differences;
  }

  /**
   * A leader of before that is back and was not yet made a follower is on an older timeline than
   * the recorded leader. Whoever is promoted by hand is not, however far behind it was. As long as
   * the timeline is not known nobody can tell.
   */
  private boolean leftBehind(MemberState member) {
    MemberState now = recorded();
    boolean unknown = now == null && mark == null;
    int recordedTimeline =
        Math.max(now == null ? 0 : now.timeline(), mark == null ? 0 : mark.timeline());
    boolean replaced =
        moved() != null
            && moved().mode() == FailoverMode.RESTORE
            && member.region().equals(moved().fromRegion())
            && member.epoch() < epoch;
    return unknown || replaced || member.timeline() < recordedTimeline;
  }

  /** A run of ours that promoted and then could not move the names. */
  private boolean namesLinger(String named) {
    return moved() != null
        && named.equals(moved().fromRegion())
        && !moved().stage().equals("RESUMED")
        && !moved().stage().equals("PROTECTED");
  }

  /** The last move of ours, as long as the leader is the one that it made. */
  private @Nullable FailoverSummary moved() {
    return last != null && leader.equals(last.toRegion()) ? last : null;
  }

  private List<String> changed(MemberState member) {
    List<String> changed = new ArrayList<>();
    if (mark == null) {
      return changed;
    }
    if (member.timeline() != mark.timeline()) {
      changed.add(
          "%s leads on timeline %d, and %d is the recorded one"
              .formatted(leader, member.timeline(), mark.timeline()));
    }
    if (!Objects.equals(member.systemIdentifier(), mark.systemIdentifier())) {
      changed.add(
          "%s is another database: system identifier %s, and %s is the recorded one"
              .formatted(leader, member.systemIdentifier(), mark.systemIdentifier()));
    }
    return changed;
  }

  /** Every reason why the live state can't be the record; empty when it can. */
  List<String> refusals() {
    if (seen.problem() != null) {
      return List.of("members or names could not be asked: " + seen.problem());
    }
    List<MemberState> leading = leading();
    if (leading.isEmpty()) {
      return List.of(
          "no member takes writes: start the right one, and promote it where it is a standby");
    }
    if (leading.size() > 1) {
      return List.of(
          String.join(" and ", leading.stream().map(MemberState::region).toList())
              + " take writes: stop all but the right one");
    }
    String region = leading.get(0).region();
    List<String> refusals = new ArrayList<>();
    String barred = region.equals(leader) ? null : ResidencyGate.barred(definition, leader, region);
    if (barred != null) {
      refusals.add(barred);
    }
    if (!region.equals(named())) {
      refusals.add(
          "%s takes writes, but the write name %s points to %s: change its record to %s first"
              .formatted(
                  region,
                  definition.group().writeName(),
                  named() == null ? "no member" : named(),
                  region));
    }
    return refusals;
  }

  /** The highest found anywhere and recorded. */
  long highestEpoch() {
    long highest = seen.route() == null ? epoch : Math.max(epoch, seen.route().epoch());
    for (MemberState member : seen.members()) {
      highest = Math.max(highest, member.epoch());
    }
    return highest;
  }
}
