package io.traceo.workflows.drill;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.Neighbour;
import io.traceo.workflows.failover.CandidateChooser;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.GroupStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before a drill changes anything, beside what {@link DrillPlan} refuses. Each check
 * is a function of what was seen; it answers why not and what to do next. Pure.
 */
final class DrillPreconditions {
  private static final List<String> UNFINISHED = List.of("PROMOTED", "RESUMED");

  private DrillPreconditions() {}

  /** Every reason against, at once; empty when the drill may start. */
  static List<String> unmet(
      Definition definition, DrillMode mode, GroupStatus group, DrillSurvey seen) {
    List<String> all = new ArrayList<>();
    add(all, free(group));
    add(all, finished(group));
    add(all, spareFollowers(definition, group, seen));
    add(all, copiesCount(definition, group, seen));
    add(all, lag(definition.drill(), group, seen));
    for (Neighbour neighbour : seen.neighbours()) {
      add(all, wellElsewhere(neighbour));
      if (mode == DrillMode.UNPLANNED) {
        add(all, leadsElsewhere(group.leader(), neighbour));
      }
    }
    return all;
  }

  private static void add(List<String> all, @Nullable String reason) {
    if (reason != null) {
      all.add(reason);
    }
  }

  /** Nobody else operates on the group. */
  static @Nullable String free(GroupStatus group) {
    Grant holder = group.grant();
    return holder == null
        ? null
        : "group " + group.group() + " is busy with " + holder.workflowId() + "; wait for its end";
  }

  /** The last failover has brought the declared copies back. */
  static @Nullable String finished(GroupStatus group) {
    FailoverSummary last = group.lastFailover();
    return last == null || !UNFINISHED.contains(last.stage())
        ? null
        : last.workflowId()
            + " has not restored the declared copies yet ("
            + last.stage()
            + "); wait until traceo status says PROTECTED";
  }

  /** With the leader's region gone enough members are left for the gate, and one to spare. */
  static @Nullable String spareFollowers(
      Definition definition, GroupStatus group, DrillSurvey seen) {
    List<String> away = new ArrayList<>();
    MemberState leader = state(seen, group.leader());
    for (String region : group.followers()) {
      String problem = notFollowing(state(seen, region), leader, group.leader());
      if (problem != null) {
        away.add(region + " " + problem);
      }
    }
    if (away.isEmpty()) {
      return null;
    }
    int needed =
        CandidateChooser.sealedNeeded(group.followers().size(), definition.group().quorum());
    return "a drill needs every declared follower, since one failure more must leave the "
        + needed
        + " that a failover seals: "
        + String.join(", ", away)
        + "; bring them back first";
  }

  private static @Nullable String notFollowing(
      @Nullable MemberState member, @Nullable MemberState leader, String leading) {
    if (member == null || !member.reachable()) {
      return "is not reached (" + (member == null ? "not surveyed" : member.problem()) + ")";
    }
    if (!member.standby()) {
      return "is no standby";
    }
    if (!leading.equals(member.upstream())) {
      return "does not stream from " + leading;
    }
    return leader != null && leader.reachable() && leader.timeline() != member.timeline()
        ? "is on timeline " + member.timeline() + ", the leader on " + leader.timeline()
        : null;
  }

  /** The leader waits for the declared number of copies at each commit. */
  static @Nullable String copiesCount(Definition definition, GroupStatus group, DrillSurvey seen) {
    MemberState leader = state(seen, group.leader());
    int quorum = definition.group().quorum();
    if (leader == null || !leader.reachable()) {
      return group.leader() + " leads and is not reached; bring it back first";
    }
    boolean whole =
        quorum == 0
            || (leader.quorum() == quorum
                && leader.synchronousSet().containsAll(group.followers()));
    return whole
        ? null
        : "%s commits with ANY %d %s, declared is ANY %d %s; wait until the copies are restored, or switch over"
            .formatted(
                group.leader(),
                leader.quorum(),
                leader.synchronousSet(),
                quorum,
                group.followers());
  }

  /** No follower is far behind. */
  static @Nullable String lag(DrillRunbook runbook, GroupStatus group, DrillSurvey seen) {
    MemberState leader = state(seen, group.leader());
    List<String> behind = new ArrayList<>();
    for (String region : group.followers()) {
      MemberState member = state(seen, region);
      Long bytes = bytesBehind(leader, member);
      if (bytes != null && bytes > runbook.maximumLagBytes()) {
        behind.add(region + " by " + bytes + " bytes");
      }
    }
    return behind.isEmpty()
        ? null
        : "behind the leader: "
            + String.join(", ", behind)
            + ", more than the "
            + runbook.maximumLagBytes()
            + " of maximumLagBytes; wait until they have caught up";
  }

  /** Null when both can't be compared. */
  static @Nullable Long bytesBehind(@Nullable MemberState leader, @Nullable MemberState member) {
    return leader == null
            || member == null
            || !leader.reachable()
            || !member.reachable()
            || leader.timeline() != member.timeline()
        ? null
        : Long.valueOf(Math.max(0, leader.position() - member.position()));
  }

  static @Nullable String wellElsewhere(Neighbour neighbour) {
    String trouble = neighbour.trouble();
    return trouble == null
        ? null
        : "group " + neighbour.group() + " has an incident: " + trouble + "; wait until it is over";
  }

  /** A fault of the region would take the other group's leader too. */
  static @Nullable String leadsElsewhere(String region, Neighbour neighbour) {
    return neighbour.leader().equals(region)
        ? region
            + " leads group "
            + neighbour.group()
            + " too, which this drill would take down with it; drill by SWITCHOVER, or move that"
            + " group first"
        : null;
  }

  static @Nullable MemberState state(DrillSurvey seen, String region) {
    for (MemberState member : seen.members()) {
      if (member.region().equals(region)) {
        return member;
      }
    }
    return null;
  }
}
