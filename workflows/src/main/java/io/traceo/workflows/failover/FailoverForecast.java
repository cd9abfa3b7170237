package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.group.MembersSeen;
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
 * @param candidates every member but the leader, with why it would lead or loses; empty when nobody
 *     could be asked
 * @param approvals what people would be asked before that
 */
public record FailoverForecast(
    @Nullable String target, String why, List<Candidate> candidates, List<String> approvals) {
  public FailoverForecast {
    candidates = candidates == null ? List.of() : List.copyOf(candidates);
    approvals = approvals == null ? List.of() : List.copyOf(approvals);
  }

  /** Nobody leads, and so nobody has to approve it. */
  public FailoverForecast(@Nullable String target, String why, List<Candidate> candidates) {
    this(target, why, candidates, List.of());
  }

  /** Nobody could be asked. */
  static FailoverForecast unknown(String problem) {
    return new FailoverForecast(null, "the members could not be asked: " + problem, List.of());
  }

  /** The same from what was seen of the members. Pure. */
  public static FailoverForecast of(
      Definition definition, long epoch, Verdict verdict, MembersSeen seen, CopySet copies) {
    return seen.problem() == null
        ? of(definition, seen.leader(), epoch, verdict, seen.members(), seen.route(), copies)
        : unknown(seen.problem());
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
      @Nullable Route route,
      CopySet copies) {
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
    FailoverPlan plan =
        new UnheardPromotion(definition, epoch, members, route)
            .orElse(Admission.plan(asked, definition, leader, epoch, members, route, copies));
    if (plan.promoted() != null) {
      return new FailoverForecast(
          plan.target(), "leads already, by a run that could not say so", plan.candidates());
    }
    if (plan.refused()) {
      return none(plan, "refused: " + String.join("; ", plan.refusals()));
    }
    List<SealedMember> inReach = ShortfallRule.inReach(members, plan.toSeal());
    SealRule rule = SealRule.of(plan);
    if (!rule.enough(inReach) && plan.shortfall() == null) {
      return none(
          plan,
          "refused: %d members in reach, %s: %s"
              .formatted(rule.counted(inReach), rule.needed(), others(plan, "")));
    }
    List<String> mayLead =
        plan.candidates().stream().filter(Candidate::eligible).map(Candidate::region).toList();
    Optional<SealedMember> best = CandidateChooser.choose(inReach, mayLead, null);
    if (best.isEmpty()) {
      return none(plan, "refused: the most advanced may not lead: " + others(plan, ""));
    }
    SealedMember winner = best.get();
    String why =
        (winner.region().equals(leader) ? FailoverPlan.Back.IN_PLACE + ": " : "")
            + "most advanced of %d in reach, timeline %d, position %d"
                .formatted(inReach.size(), winner.timeline(), winner.position());
    return new FailoverForecast(
        winner.region(),
        why + "; " + others(plan, winner.region()) + asked(plan.shortfall()),
        plan.candidates().stream().map(c -> against(c, winner, why, inReach)).toList(),
        plan.approvals());
  }

  private static FailoverForecast none(FailoverPlan plan, String why) {
    return new FailoverForecast(null, why, plan.candidates());
  }

  /** The winner with why it wins, every other that may lead with why it does not. */
  private static Candidate against(
      Candidate candidate, SealedMember winner, String why, List<SealedMember> inReach) {
    if (candidate.region().equals(winner.region())) {
      return new Candidate(candidate.region(), true, why);
    }
    boolean level =
        inReach.stream()
            .anyMatch(
                m ->
                    m.region().equals(candidate.region())
                        && m.timeline() == winner.timeline()
                        && m.position() == winner.position());
    return candidate.eligible()
        ? new Candidate(
            candidate.region(),
            true,
            candidate.why()
                + (level ? ", as advanced, after " : ", behind ")
                + winner.region()
                + (level ? " in the topology's order" : ""))
        : candidate;
  }

  private static String asked(@Nullable Shortfall shortfall) {
    return shortfall == null ? "" : "; " + shortfall.text();
  }

  private static String others(FailoverPlan plan, String target) {
    return plan.candidates().stream()
        .filter(c -> !c.region().equals(target))
        .map(c -> c.region() + ": " + c.why())
        .collect(Collectors.joining(", "));
  }
}
