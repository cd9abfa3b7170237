package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverPlan.Back;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.failover.FailoverPlan.Members;
import io.traceo.workflows.steps.ExtraSteps;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the plan, with every reason against it. Pure. */
final class Admission {
  private Admission() {}

  static FailoverPlan plan(
      FailoverRequest request,
      Definition definition,
      String leader,
      long knownEpoch,
      List<MemberState> members,
      @Nullable Route route,
      CopySet recorded) {
    if (request.modeOrDefault() == FailoverMode.RESTORE) {
      return RestoredAdmission.plan(request, definition, leader, knownEpoch, members, route);
    }
    ReplicationGroup group = definition.group();
    FailoverMode mode = request.modeOrDefault();
    List<String> followers = group.members().stream().filter(m -> !m.equals(leader)).toList();
    List<String> refusals = new ArrayList<>(request.problems());
    List<String> approvals = new ArrayList<>();
    String target = request.target();
    if (target != null && !group.members().contains(target)) {
      refusals.add(
          "target " + target + " is no member of " + group.id() + "; members: " + group.members());
    } else if (target != null && target.equals(leader)) {
      refusals.add("target " + target + " leads already");
    }
    long epoch = highest(knownEpoch, members, route);
    String moved = nameElsewhere(leader, route);
    if (moved != null) {
      refusals.add(moved);
    }
    List<Candidate> candidates =
        new ArrayList<>(
            followers.stream().map(r -> candidate(definition, leader, r, members)).toList());
    Back back = ReturnedLeader.back(group, recorded, mode, leader, members);
    ReturnedLeader.candidate(mode, leader, members, back).ifPresent(c -> candidates.add(0, c));
    long eligible = candidates.stream().filter(Candidate::eligible).count();
    Members set = members(recorded, followers);
    Shortfall shortfall = null;
    int needed = CandidateChooser.sealedNeeded(set.followers().size(), set.quorum());
    if (mode == FailoverMode.SWITCHOVER) {
      // A clean stop says what the last position is: one follower that has it is enough, all are
      // asked.
      needed = Math.min(needed, followers.size());
    } else {
      ledByHand(leader, members).ifPresent(refusals::add);
      List<SealedMember> inReach =
          ShortfallRule.inReach(
              members, FailoverPlan.toSeal(set, candidates, back == null ? null : leader));
      SealRule rule = new SealRule(leader, set.followers(), needed, back);
      shortfall = ShortfallRule.of(definition, rule, set, inReach, "in reach");
      int left = shortfall == null ? standing(set, candidates) : inReach.size();
      ApprovalRule.unplanned(group, recorded, left, back != null)
          .ifPresent((mayAsk(definition, recorded) ? approvals : refusals)::add);
      if (shortfall != null) {
        approvals.add(shortfall.text());
      }
    }
    if (eligible == 0) {
      refusals.add("no member may lead: " + candidates);
    } else if (mode == FailoverMode.SWITCHOVER && eligible < followers.size()) {
      refusals.add(
          "a planned switch needs every follower, so that none has to be rebuilt: " + candidates);
    }
    return new FailoverPlan(
        group.id(),
        mode,
        leader,
        target,
        epoch + 1,
        set,
        needed,
        candidates,
        steps(mode, definition, approvals, leader, back),
        refusals,
        null,
        approvals,
        back,
        null,
        shortfall);
  }

  private static boolean mayAsk(Definition definition, CopySet recorded) {
    return definition.approvals() != null
        && !ApprovalRule.blocked(definition.group(), recorded.quorum());
  }

  /** Where nobody confirms, no seal proves anything: then everybody counts for the majority. */
  private static Members members(CopySet recorded, List<String> followers) {
    if (recorded.quorum() == 0) {
      return new Members(followers, 0);
    }
    return new Members(
        followers.stream().filter(recorded.members()::contains).toList(),
        recorded.quorum(),
        followers.stream().filter(f -> !recorded.members().contains(f)).toList());
  }

  /** Followers that may be there for a new leader: those of the set, and whoever answers. */
  private static int standing(Members set, List<Candidate> candidates) {
    return (int)
        candidates.stream()
            .filter(c -> c.eligible() || set.followers().contains(c.region()))
            .count();
  }

  /** The highest epoch found anywhere. */
  static long highest(long known, List<MemberState> members, @Nullable Route route) {
    long epoch = route == null ? known : Math.max(known, route.epoch());
    for (MemberState member : members) {
      epoch = Math.max(epoch, member.epoch());
    }
    return epoch;
  }

  /** Names that lead to somebody else than the recorded leader; null when they don't. */
  static @Nullable String nameElsewhere(String leader, @Nullable Route route) {
    if (route == null || route.writeRegion() == null || route.writeRegion().equals(leader)) {
      return null;
    }
    return "the write name points to "
        + route.writeRegion()
        + " but "
        + leader
        + " is the recorded leader: somebody else changed one of them";
  }

  /**
   * Somebody promoted a follower: whoever else is promoted makes a second leader. A leader of
   * before that is back is behind the others, or nobody follows it.
   */
  private static Optional<String> ledByHand(String leader, List<MemberState> members) {
    List<MemberState> standbys =
        members.stream().filter(m -> m.reachable() && m.standby()).toList();
    return members.stream()
        .filter(m -> m.reachable() && !m.standby() && !m.region().equals(leader))
        .filter(
            m ->
                standbys.stream()
                    .allMatch(s -> s.timeline() < m.timeline() || m.region().equals(s.upstream())))
        .map(
            m ->
                m.region()
                    + " takes writes on timeline "
                    + m.timeline()
                    + ": somebody promoted it, and nobody else may lead beside it")
        .findFirst();
  }

  private static Candidate candidate(
      Definition definition, String leader, String region, List<MemberState> members) {
    Prechecks.Objection barred = Prechecks.residency(definition, leader, region);
    if (barred != null) {
      return new Candidate(region, false, barred.why());
    }
    for (MemberState member : members) {
      if (member.region().equals(region)) {
        if (!member.reachable()) {
          return new Candidate(region, false, "not reached: " + member.problem());
        }
        if (!member.standby()) {
          return new Candidate(region, false, "is no standby: somebody promoted it");
        }
        return new Candidate(
            region, true, "standby at " + member.position() + ", timeline " + member.timeline());
      }
    }
    return new Candidate(region, false, "not surveyed");
  }

  private static List<String> steps(
      FailoverMode mode,
      Definition definition,
      List<String> approvals,
      String leader,
      @Nullable Back back) {
    FailoverRunbook runbook = definition.failover();
    List<String> steps =
        new ArrayList<>(ExtraSteps.lines("before", RunSteps.before(mode, runbook)));
    steps.add(
        definition.clusters().isEmpty()
            ? "workloads: none, no member has a cluster"
            : "workloads: the old leader's to zero beside the rest, the new leader's raised");
    if (mode == FailoverMode.SWITCHOVER) {
      steps.add(line("drain", runbook.drain()));
      steps.add(line("catch-up", runbook.catchUp()));
      steps.add(line("stop-leader", runbook.fence()));
    } else if (back != null) {
      steps.add(
          Back.IN_PLACE
              + ": "
              + leader
              + " is back, read-only: sealed with the others, and the first to lead where it has"
              + " the most");
    } else {
      steps.add("fence: beside the rest, never waited for");
    }
    if (approvals.isEmpty()) {
      steps.add(line("promote (seal, choose, arm, promote)", runbook.promote()));
    } else {
      steps.add(line("seal and choose", runbook.promote()));
      approvals.forEach(why -> steps.add("approval: " + why));
      steps.add(line("approval", runbook.approval()));
      steps.add("promote (arm, promote): what is left of the same time");
    }
    steps.addAll(afterPromotion(runbook));
    return steps;
  }

  static List<String> afterPromotion(FailoverRunbook runbook) {
    List<String> steps = new ArrayList<>();
    steps.add(line("route", runbook.route()));
    steps.add(line("verify", runbook.verify()));
    steps.add(line("resume", runbook.resume()));
    steps.add("protect: until the declared number of copies is back");
    steps.addAll(ExtraSteps.lines("after", runbook.after()));
    return steps;
  }

  static String line(String name, Budget budget) {
    return name + ": " + budget.limit().toMillis() + " ms, then " + budget.onExpiry();
  }
}
