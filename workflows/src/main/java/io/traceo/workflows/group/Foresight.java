package io.traceo.workflows.group;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.activity.RoutingActivities.RouteQuery;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.failover.FailoverForecast;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a group that only observes would have done: at once that and why, and to which region
 * when the members have been looked at, as a failover's own admission does. Changes nothing.
 */
final class Foresight {
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Definition definition;
  private final AlarmLog log;
  private final Journal journal;
  private final Runnable changed;
  private int asking;

  Foresight(Definition definition, AlarmLog log, Journal journal, Runnable changed) {
    this.definition = definition;
    this.log = log;
    this.journal = journal;
    this.changed = changed;
  }

  /** Whether an answer is still to come. */
  boolean asks() {
    return asking > 0;
  }

  /**
   * Once per alarm.
   *
   * @param gate of the group itself that would have held the failover; null when none
   */
  void note(Incident.Facts facts, @Nullable String gate) {
    if (!log.toForesee()) {
      return;
    }
    long now = Workflow.currentTimeMillis();
    String why = gate == null ? "members not asked yet" : gate;
    WouldHave line = new WouldHave(now, facts.leader(), facts.verdict(), null, why, null, null);
    log.add(line);
    if (gate == null) {
      look(facts, now);
    } else {
      journal.note(line.text());
    }
  }

  private void look(Incident.Facts facts, long noted) {
    asking++;
    forecast(facts)
        .thenApply(
            seen -> {
              asking--;
              WouldHave line = log.complete(noted, seen.target(), seen.why());
              if (line != null) {
                journal.note(line.text());
              }
              changed.run();
              return null;
            });
  }

  private Promise<FailoverForecast> forecast(Incident.Facts facts) {
    String group = definition.group().id();
    // The failed region is never waited for.
    List<String> others =
        definition.group().members().stream().filter(m -> !m.equals(facts.leader())).toList();
    Promise<List<MemberState>> members =
        Async.function(
            () ->
                stub(DatabaseActivities.class, "who would lead " + group + "?")
                    .survey(new SurveyRequest(group, others))
                    .members());
    Promise<Route> route =
        Async.function(
            () ->
                stub(RoutingActivities.class, "where do the names point?")
                    .readRoute(new RouteQuery(group)));
    return Promise.allOf(members, route)
        .handle(
            (nothing, failure) ->
                failure == null
                    ? FailoverForecast.of(
                        definition,
                        facts.leader(),
                        facts.epoch(),
                        facts.verdict(),
                        members.get(),
                        route.get())
                    : FailoverForecast.unknown(Journal.messageOf(failure)));
  }

  private static <T> T stub(Class<T> type, String summary) {
    return Stubs.longRunning(type, TaskQueues.CONTROL, ATTEMPT, ATTEMPT, LIMIT, summary);
  }
}
