package io.traceo.workflows.group;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Survey;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.topology.ReplicationGroup;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, as databases and names say it: for an entity that starts with no memory.
 *
 * @param epoch the highest found anywhere
 * @param copies the synchronous set to count with; null when it is the declared one
 */
record LiveState(String leader, long epoch, @Nullable CopySet copies) {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  static LiveState find(ReplicationGroup group, Journal journal) {
    Promise<Survey> asked =
        Async.function(
            () ->
                Stubs.step(DatabaseActivities.class, LIMIT, "who leads " + group.id() + "?")
                    .survey(new SurveyRequest(group.id(), group.members())));
    Route route =
        Stubs.step(RoutingActivities.class, LIMIT, "where do the names point?")
            .readRoute(new RouteQuery(group.id()));
    Survey survey = asked.get();
    long epoch = route.epoch();
    for (MemberState member : survey.members()) {
      epoch = Math.max(epoch, member.epoch());
    }
    Optional<MemberState> leading =
        survey.members().stream()
            .filter(m -> m.reachable() && !m.standby())
            .max(Comparator.comparingLong(MemberState::epoch));
    String named = route.writeRegion();
    if (leading.isEmpty()) {
      journal.page("no member of " + group.id() + " leads; the names say " + named);
      return new LiveState(
          named == null ? group.leader() : named,
          epoch,
          unseen(group, named == null ? group.leader() : named, journal));
    }
    String leader = leading.get().region();
    if (!leader.equals(named)) {
      journal.page(leader + " leads, but the write name points to " + named);
    }
    return new LiveState(leader, epoch, seen(group, leading.get()));
  }

  /** What is declared, unless the leader waits for less: that is covered, and made good later. */
  static @Nullable CopySet seen(ReplicationGroup group, MemberState leading) {
    CopySet declared = CopySet.declared(group, leading.region());
    return declared.covers(leading.synchronousSet(), leading.quorum())
        ? null
        : declared.and(
            leading.synchronousSet(),
            leading.quorum(),
            Workflow.currentTimeMillis(),
            "found on the leader");
  }

  /** Nobody knows how many confirmed the last commits: no seal proves anything until one leads. */
  private static @Nullable CopySet unseen(ReplicationGroup group, String leader, Journal journal) {
    if (group.quorum() == 0) {
      return null;
    }
    journal.page(
        "nobody knows the synchronous set of " + leader + ": a failover needs an approval");
    return new CopySet(
        CopySet.declared(group, leader).members(),
        0,
        Workflow.currentTimeMillis(),
        "the record is gone and the leader is not reached",
        false);
  }
}
