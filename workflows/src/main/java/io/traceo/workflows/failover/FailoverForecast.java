package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.group.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom an unplanned failover would promote, by the same admission and choice as the real one. What
 * it can't know is what sealing would find: positions still move, and a member may fall silent.
 *
 * @param target region that would lead; null when the failover would be refused
 * @param why that one and not another, or why none
 */
public record FailoverForecast(@Nullable String target, String why) {

  /** Nobody could be asked. */
  public static FailoverForecast unknown(String problem) {
    return new FailoverForecast(null, "the members could not be asked: " + problem);
  }

  /**
   * The forecast. Pure.
   *
   * @param members state of everybody but the leader, as just surveyed
   */
  public static FailoverForecast of(
      Definition definition,
      String leader,
      long epoch,
      Verdict verdict,
      List<MemberState> members,
      @Nullable Route route) {
    FailoverRequest asked =
        new FailoverRequest(
            definition.group().id(),
            FailoverMode.UNPLANNED.name(),
            null,
            verdict.name(),
            "group",
            true,
            null,
            Map.of());
    FailoverPlan plan = Admission.plan(asked, definition, leader, epoch, members, route);
    if (plan.refused()) {
      return new FailoverForecast(null, "refused: " + String.join("; ", plan.refusals()));
    }
    List<SealedMember> inReach =
        members.stream()
            .filter(m -> m.reachable() && m.standby())
            .map(FailoverForecast::asSealed)
            .toList();
    if (inReach.size() < plan.sealedNeeded()) {
      return new FailoverForecast(
          null,
          "refused: %d members in reach, %d needed: %s"
              .formatted(inReach.size(), plan.sealedNeeded(), others(plan, "")));
    }
    List<String> mayLead =
        plan.candidates().stream().filter(Candidate::eligible).map(Candidate::region).toList();
    Optional<SealedMember> best = CandidateChooser.choose(inReach, mayLead, null);
    return best.map(
            b ->
                new FailoverForecast(
                    b.region(),
                    "most advanced of %d in reach, timeline %d, position %d; %s"
                        .formatted(
                            inReach.size(), b.timeline(), b.position(), others(plan, b.region()))))
        .orElseGet(
            () ->
                new FailoverForecast(
                    null, "refused: the most advanced may not lead: " + others(plan, "")));
  }

  private static SealedMember asSealed(MemberState member) {
    return new SealedMember(
        member.region(),
        member.timeline(),
        member.position(),
        member.epoch(),
        String.valueOf(member.systemIdentifier()));
  }

  private static String others(FailoverPlan plan, String target) {
    return plan.candidates().stream()
        .filter(c -> !c.region().equals(target))
        .map(c -> c.region() + ": " + c.why())
        .collect(Collectors.joining(", "));
  }
}
