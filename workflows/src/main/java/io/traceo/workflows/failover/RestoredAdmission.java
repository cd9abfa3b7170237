package io.traceo.workflows.failover;

import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.failover.FailoverPlan.Members;
import io.traceo.workflows.failover.FailoverPlan.Restoring;
import io.traceo.workflows.failover.FailoverRequest.Restored;
import io.traceo.workflows.steps.ExtraSteps;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan of a restored server's take-over, with every reason against it. Pure. */
final class RestoredAdmission {
  private RestoredAdmission() {}

  static FailoverPlan plan(
      FailoverRequest request,
      Definition definition,
      String leader,
      long knownEpoch,
      List<MemberState> members,
      @Nullable Route route) {
    ReplicationGroup group = definition.group();
    List<String> refusals = new ArrayList<>(request.problems());
    Restored server = request.restored();
    Restoring restoring = null;
    List<Candidate> candidates = List.of();
    if (server != null) {
      refusals.addAll(against(server, group, leader, members));
      String barred = ResidencyGate.barred(definition, leader, server.region());
      if (barred != null) {
        refusals.add(server.region() + ": " + barred);
      }
      restoring = restoring(server, leader, members);
      candidates =
          List.of(
              new Candidate(
                  server.region(),
                  refusals.isEmpty(),
                  "restored up to " + server.position() + ", timeline " + server.timeline()));
    }
    String moved = Admission.nameElsewhere(leader, route);
    if (moved != null) {
      refusals.add(moved);
    }
    return new FailoverPlan(
        group.id(),
        FailoverMode.RESTORE,
        leader,
        server == null ? null : server.region(),
        Admission.highest(knownEpoch, members, route) + 1,
        new Members(
            group.members().stream().filter(m -> !m.equals(leader)).toList(), group.quorum()),
        1,
        candidates,
        steps(definition.failover(), restoring),
        refusals,
        restoring);
  }

  private static List<String> against(
      Restored server, ReplicationGroup group, String leader, List<MemberState> members) {
    List<String> refusals = new ArrayList<>();
    if (!server.leader().equals(leader)) {
      refusals.add(
          leader
              + " leads, and "
              + server.leader()
              + " did when the restore was planned: plan it again");
    }
    if (!group.members().contains(server.region())) {
      refusals.add(server.region() + " is no member of " + group.id());
    } else if (server.region().equals(leader)) {
      refusals.add("the restored server stands where " + leader + " leads; restore it elsewhere");
    }
    for (MemberState member : members) {
      boolean target = member.region().equals(server.region());
      String reason = target ? null : LostRule.unsettled(member, server.lost());
      if (member.reachable() && !member.standby() && !member.region().equals(leader)) {
        reason = member.region() + " is no standby: somebody promoted it";
      }
      if (reason != null) {
        refusals.add(reason);
      }
    }
    return refusals;
  }

  private static Restoring restoring(Restored server, String leader, List<MemberState> members) {
    boolean leads = false;
    List<String> others = new ArrayList<>();
    for (MemberState member : members) {
      if (!member.reachable() || member.region().equals(server.region())) {
        continue;
      }
      if (member.region().equals(leader) && !member.standby()) {
        leads = true;
      } else {
        others.add(member.region());
      }
    }
    return new Restoring(server, leads, others);
  }

  private static List<String> steps(FailoverRunbook runbook, @Nullable Restoring restoring) {
    List<String> steps = new ArrayList<>(ExtraSteps.lines("before", runbook.before()));
    if (restoring != null && restoring.leaderAnswers()) {
      steps.add(Admission.line("drain", runbook.drain()));
      steps.add(Admission.line("stop-leader", runbook.fence()));
    } else {
      steps.add("fence: beside the rest, never waited for");
    }
    if (restoring != null && !restoring.others().isEmpty()) {
      steps.add(Admission.line("seal-others, " + restoring.others(), runbook.promote()));
    }
    steps.add(Admission.line("install", Installing.BUDGET));
    steps.add(Admission.line("promote (seal, arm, promote)", runbook.promote()));
    steps.add("it leads alone until the copies are back: nobody confirms its commits before");
    steps.add(Admission.line("route", runbook.route()));
    steps.add(Admission.line("verify", runbook.verify()));
    steps.add(Admission.line("resume", runbook.resume()));
    steps.add("protect: every other member is seeded from it again");
    steps.addAll(ExtraSteps.lines("after", runbook.after()));
    return steps;
  }
}
