package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverPlan.Members;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people have to approve with exactly these members sealed. Fewer than the proof needs is for
 * them to decide, unless the old leader is one of them: it has all that it acknowledged, and what
 * {@link SealRule} asks for beside it is worth waiting for. Pure.
 */
final class ShortfallRule {
  private ShortfallRule() {}

  /** The plan with what has to be approved now that these are sealed. */
  static FailoverPlan settle(
      Definition definition, CopySet recorded, FailoverPlan plan, List<SealedMember> sealed) {
    if (plan.mode() != FailoverMode.UNPLANNED || definition.approvals() == null) {
      return plan;
    }
    List<String> approvals = new ArrayList<>();
    if (!ApprovalRule.blocked(definition.group(), plan.members().quorum())) {
      List<SealedMember> standing = plan.members().following(sealed);
      (has(standing, plan.fromRegion())
              ? ApprovalRule.copies(definition.group(), standing.size() - 1)
              : ApprovalRule.unplanned(definition.group(), recorded, standing.size(), false))
          .ifPresent(approvals::add);
    }
    Shortfall shortfall = of(definition, SealRule.of(plan), plan.members(), sealed, "sealed");
    if (shortfall != null) {
      approvals.add(shortfall.text());
    }
    return plan.settled(approvals, shortfall);
  }

  /**
   * Null when enough are sealed, or when nobody may be asked.
   *
   * @param how these members are meant: {@code sealed}, or only {@code in reach}
   */
  static @Nullable Shortfall of(
      Definition definition, SealRule rule, Members set, List<SealedMember> sealed, String how) {
    boolean tooFewCopies =
        ApprovalRule.blocked(definition.group(), set.quorum())
            && ApprovalRule.copies(definition.group(), set.following(sealed).size() - 1)
                .isPresent();
    if (definition.approvals() == null
        || sealed.isEmpty()
        || has(sealed, rule.leader())
        || rule.enough(sealed)
        || tooFewCopies) {
      return null;
    }
    List<String> unsealed =
        new ArrayList<>(set.followers().stream().filter(f -> !has(sealed, f)).toList());
    if (rule.counted(sealed) >= rule.followersNeeded()) {
      return new Shortfall(
          List.of(rule.leader()),
          false,
          rule.leader()
              + " answered, read-only, and could not be sealed after all: needs an approval that it"
              + " is down");
    }
    String others = String.join(", ", unsealed);
    String few =
        "only %d of the %d members of the synchronous set that are needed %s, not %s: "
            .formatted(rule.counted(sealed), rule.followersNeeded(), how, others);
    boolean loss = unsealed.size() >= set.quorum();
    return new Shortfall(unsealed, loss, few + (loss ? loss(rule, others) : doubt(rule, others)));
  }

  private static String loss(SealRule rule, String others) {
    return ("acknowledged writes that only %s or %s hold may be lost, and if these are alive together"
            + " they go on acknowledging writes beside the new leader; needs an approval that the old"
            + " leader %s is down")
        .formatted(others, rule.leader(), rule.leader());
  }

  /** The others are too few to confirm a commit, and yet a majority. */
  private static String doubt(SealRule rule, String others) {
    return ("whatever was acknowledged is on one that is, but they are no majority, and somebody else"
            + " could promote one of %s; needs an approval that the old leader %s is down and that"
            + " nobody does")
        .formatted(others, rule.leader());
  }

  /**
   * Members that answer as what can be sealed, in the words of a seal.
   *
   * @param wanted regions that would be sealed
   */
  static List<SealedMember> inReach(List<MemberState> members, List<String> wanted) {
    return members.stream()
        .filter(m -> m.reachable() && m.standby() && wanted.contains(m.region()))
        .map(MemberState::asSealed)
        .toList();
  }

  private static boolean has(List<SealedMember> sealed, String region) {
    return sealed.stream().anyMatch(m -> m.region().equals(region));
  }
}
