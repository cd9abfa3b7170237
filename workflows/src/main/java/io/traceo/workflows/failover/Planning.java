package io.traceo.workflows.failover;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.traceo.workflows.activity.ClusterActivities.WorkloadState;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import java.util.List;

/** Looks at members, names and workloads at the same time, and makes the plan of it. */
final class Planning {
  private Planning() {}

  static FailoverPlan of(FailoverRequest request, GroupLink link) {
    String leader = link.leader();
    // The failed region is never waited for: an unplanned run asks the others only, unless the
    // leader was just seen to answer in recovery. A restored server must know of everybody whether
    // it answers.
    boolean all = request.modeOrDefault() != FailoverMode.UNPLANNED || link.leaderReadOnly();
    List<String> asked =
        link.definition().group().members().stream().filter(m -> all || !m.equals(leader)).toList();
    Promise<List<MemberState>> members =
        Async.function(
            () ->
                FailoverActivities.look("look at " + String.join(", ", asked))
                    .survey(new SurveyRequest(request.group(), asked))
                    .members());
    // Its cluster says nothing of whether its database is back.
    boolean unplanned = request.modeOrDefault() == FailoverMode.UNPLANNED;
    Promise<List<WorkloadState>> workloads =
        new Workloads(link.definition())
            .look(asked.stream().filter(r -> !unplanned || !r.equals(leader)).toList());
    Route route =
        FailoverActivities.lookAtNames("look at the names")
            .readRoute(new RouteQuery(request.group()));
    List<MemberState> seen = members.get();
    long epoch = Math.max(link.epoch(), Workloads.highestEpoch(workloads));
    FailoverPlan plan =
        Admission.plan(request, link.definition(), leader, epoch, seen, route, link.copies());
    FailoverPlan found =
        new UnheardPromotion(link.definition(), link.epoch(), seen, route).orElse(plan);
    // Old news of somebody else's looks alike: only the group knows what it has heard of.
    boolean heard = found.promoted() != null && !link.holds(new LeaderAnswers(link, plan).look());
    return heard ? plan : found;
  }
}
