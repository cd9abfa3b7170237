package io.traceo.workflows.group;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the members and the names, as a failover's own admission does, and keeps what they said. */
final class MemberLook {
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ReplicationGroup group;
  private int asking;
  private @Nullable MembersSeen last;

  MemberLook(ReplicationGroup group, @Nullable MembersSeen carried) {
    this.group = group;
    this.last = carried;
  }

  /** Whether an answer is still to come. */
  boolean asks() {
    return asking > 0;
  }

  /** What was last seen under this leader; null when nobody was asked yet. */
  @Nullable MembersSeen last(String leader) {
    return last != null && last.leader().equals(leader) ? last : null;
  }

  /**
   * Asks now.
   *
   * @param leaderToo it answers; a failed one is never waited for
   */
  Promise<MembersSeen> ask(String leader, boolean leaderToo) {
    asking++;
    List<String> others =
        group.members().stream().filter(m -> leaderToo || !m.equals(leader)).toList();
    Promise<List<MemberState>> members =
        Async.function(
            () ->
                stub(DatabaseActivities.class, "who would lead " + group.id() + "?")
                    .survey(new SurveyRequest(group.id(), others))
                    .members());
    Promise<Route> route =
        Async.function(
            () ->
                stub(RoutingActivities.class, "where do the names point?")
                    .readRoute(new RouteQuery(group.id())));
    return Promise.allOf(members, route)
        .handle(
            (nothing, failure) -> {
              asking--;
              long now = Workflow.currentTimeMillis();
              MembersSeen seen =
                  failure == null
                      ? new MembersSeen(leader, now, members.get(), route.get(), null)
                      : new MembersSeen(leader, now, List.of(), null, Journal.messageOf(failure));
              last = seen;
              return seen;
            });
  }

  private static <T> T stub(Class<T> type, String summary) {
    return Stubs.longRunning(type, TaskQueues.CONTROL, ATTEMPT, ATTEMPT, LIMIT, summary);
  }
}
