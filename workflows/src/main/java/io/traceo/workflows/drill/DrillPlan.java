package io.traceo.workflows.drill;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.failover.ApprovalRule;
import io.traceo.workflows.group.GroupStatus;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.steps.ExtraSteps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a drill will touch, and every reason not to start it. Pure. */
final class DrillPlan {
  private DrillPlan() {}

  /**
   * Why a drill of which nobody typed the mode moves the group by a planned switch instead of an
   * outage; null when it does not.
   */
  static @Nullable String insteadOfOutage(DrillRequest request, Definition definition) {
    if (request.mode() != null) {
      return null;
    }
    return ApprovalRule.unplanned(definition.group())
        .map(
            why ->
                "drilled by SWITCHOVER: an unplanned failover of this group needs an approval ("
                    + why
                    + ")")
        .orElse(null);
  }

  static List<String> lines(DrillRequest request, Definition definition, GroupStatus group) {
    List<String> lines = new ArrayList<>();
    lines.addAll(ExtraSteps.lines("before", definition.drill().before()));
    lines.add("group " + group.group() + ", leader " + group.leader() + ", epoch " + group.epoch());
    if (request.modeOrDefault() == DrillMode.UNPLANNED) {
      lines.add(
          "fault: "
              + request.faultOr(definition.drill().fault())
              + " of "
              + group.leader()
              + ", undone by itself after "
              + definition.drill().deadMan().toSeconds()
              + " s");
      lines.add("the group detects it and fails over by itself to one of " + group.followers());
    } else if (request.modeOrDefault() == DrillMode.COLD) {
      lines.addAll(ColdPlan.lines(definition));
    } else {
      lines.add(
          "switchover to "
              + (request.target() == null
                  ? "the first of " + group.followers()
                  : request.target()));
    }
    lines.add("the old leader comes back as a follower");
    lines.add("switchover back to " + group.leader());
    lines.add("names " + definition.group().writeName() + ", " + definition.group().readName());
    lines.addAll(ExtraSteps.lines("after", definition.drill().after()));
    return lines;
  }

  static List<String> refusals(DrillRequest request, Definition definition, GroupStatus group) {
    List<String> refusals = new ArrayList<>();
    String target = request.target();
    if (target != null && request.modeOrDefault() == DrillMode.UNPLANNED) {
      refusals.add("an outage has no target: the most advanced member leads; leave target out");
    } else if (target != null && request.modeOrDefault() == DrillMode.COLD) {
      refusals.add("a cold drill restores into the cold region; leave target out");
    } else if (target != null && !group.followers().contains(target)) {
      refusals.add("target " + target + " is no follower; followers are " + group.followers());
    }
    if (request.fault() != null && request.modeOrDefault() == DrillMode.SWITCHOVER) {
      refusals.add("a switchover has no fault; leave fault out");
    }
    if (request.modeOrDefault() == DrillMode.UNPLANNED) {
      ApprovalRule.unplanned(definition.group())
          .ifPresent(
              why ->
                  refusals.add(
                      "an unplanned failover of the group would wait for people or be refused: "
                          + why
                          + "; drill it with mode SWITCHOVER"));
    }
    if (request.modeOrDefault() == DrillMode.UNPLANNED && !group.armed()) {
      refusals.add(
          "group " + group.group() + " only observes and would not fail over; arm it first");
    }
    if (group.verdict() != Verdict.HEALTHY) {
      refusals.add(
          "the observers say " + group.verdict() + "; a drill starts only on a healthy leader");
    }
    if (!group.leader().equals(definition.group().leader())) {
      refusals.add(
          group.leader()
              + " leads, not "
              + definition.group().leader()
              + " as declared; switch over first");
    }
    return refusals;
  }
}
