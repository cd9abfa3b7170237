package io.traceo.workflows.failover;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A promotion of ours that the group has not heard of: its run was reset, or its end was lost. It
 * is known by what only our runs do together: one member takes writes under a newer epoch than the
 * recorded one, was armed with exactly those who follow it, and these, cut off the old leader under
 * the same epoch, are enough by {@link SealRule}. Nobody else may be promoted then, and the rest
 * has to be done. Pure.
 *
 * @param epoch recorded by the group, without what was found since
 */
record UnheardPromotion(
    Definition definition, long epoch, List<MemberState> members, @Nullable Route route) {

  /** The plan itself, or one that finishes such a promotion where the plan was refused for it. */
  FailoverPlan orElse(FailoverPlan plan) {
    if (!plan.refused() || plan.mode() == FailoverMode.RESTORE) {
      return plan;
    }
    List<MemberState> leading =
        members.stream().filter(m -> m.reachable() && !m.standby()).toList();
    return leading.size() == 1 && isOurs(leading.get(0), plan)
        ? finishing(plan, leading.get(0))
        : plan;
  }

  private boolean isOurs(MemberState leader, FailoverPlan plan) {
    String asked = plan.target();
    return leader.epoch() > epoch
        && leader.epoch() == plan.epoch() - 1
        && !leader.region().equals(plan.fromRegion())
        && (asked == null || asked.equals(leader.region()))
        && Prechecks.residency(definition, plan.fromRegion(), leader.region()) == null
        && namesFit(leader, plan)
        && SealRule.of(plan).enough(sealed(leader))
        && armedAlike(leader, plan);
  }

  /** Moved by the same run, or not yet. */
  private boolean namesFit(MemberState leader, FailoverPlan plan) {
    Route names = route;
    if (names == null || names.writeRegion() == null) {
      return true;
    }
    return names.writeRegion().equals(leader.region())
        || (names.writeRegion().equals(plan.fromRegion()) && names.epoch() < leader.epoch());
  }

  private List<MemberState> following(MemberState leader) {
    return members.stream()
        .filter(m -> m.reachable() && m.standby() && m.epoch() == leader.epoch())
        .filter(m -> leader.region().equals(m.upstream()))
        .toList();
  }

  private boolean armedAlike(MemberState leader, FailoverPlan plan) {
    try {
      ArmedSet set = ArmedSet.of(definition.group(), plan, sealed(leader), leader.region());
      List<String> all = new ArrayList<>(set.survivors());
      all.addAll(set.returning());
      return set.quorum() == leader.quorum()
          && new TreeSet<>(all).equals(new TreeSet<>(leader.synchronousSet()));
    } catch (ApplicationFailure tooFew) {
      return false;
    }
  }

  private List<SealedMember> sealed(MemberState leader) {
    List<SealedMember> all = new ArrayList<>(List.of(leader.asSealed()));
    following(leader).forEach(m -> all.add(m.asSealed()));
    return all;
  }

  private FailoverPlan finishing(FailoverPlan plan, MemberState leader) {
    String why =
        "takes writes on timeline %d under epoch %d, armed and followed: a run of ours promoted it"
            .formatted(leader.timeline(), leader.epoch());
    return plan.finishing(
        new FailoverPlan.Promoted(leader.asSealed(), sealed(leader)),
        plan.candidates().stream()
            .map(c -> c.region().equals(leader.region()) ? new Candidate(c.region(), true, why) : c)
            .toList(),
        Admission.afterPromotion(definition.failover()));
  }
}
