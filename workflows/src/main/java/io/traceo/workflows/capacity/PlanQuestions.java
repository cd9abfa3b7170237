package io.traceo.workflows.capacity;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowSemaphore;
import io.traceo.workflows.activity.ForecastActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.activity.GroupActivities.Neighbour;
import io.traceo.workflows.activity.GroupActivities.NeighboursRequest;
import io.traceo.workflows.activity.PlanningActivities;
import io.traceo.workflows.activity.PlanningActivities.TodayQuery;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a plan asks about each region: a few at a time, so that a failover always finds free hands
 * on the control workers. What one region does not answer is noted there, and holds up no other.
 */
final class PlanQuestions {
  private static final int TOGETHER = 4;
  private static final Duration READING = Duration.ofMinutes(2);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(40);
  private static final Duration READING_PATIENCE = Duration.ofMinutes(3);
  private static final Duration COUNTING = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final List<PlannedRegion> regions;
  private final WorkflowSemaphore turns = Workflow.newWorkflowSemaphore(TOGETHER);

  PlanQuestions(List<PlannedRegion> regions) {
    this.regions = regions;
  }

  /** Whole days only: one that is not over has no peak yet. */
  private static LocalDate yesterday() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis())
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .minusDays(1);
  }

  Receipt histories(PlanPolicy policy) {
    LocalDate last = yesterday();
    each(
        regions,
        r ->
            r.read(
                forecasts("history of " + r.region(), READING, SIGN_OF_LIFE, READING_PATIENCE)
                    .history(
                        new HistoryRequest(
                            r.region(), policy.query(), last, policy.historyDays()))),
        PlannedRegion::problem);
    return answered(regions.stream().filter(r -> r.problems().isEmpty()).count(), regions.size());
  }

  Receipt forecasts(PlanPolicy policy) {
    List<PlannedRegion> whole = regions.stream().filter(r -> r.problems().isEmpty()).toList();
    each(
        whole,
        r -> {
          DemandHistory history = r.history();
          if (history != null) {
            r.forecast(
                forecasts("forecast of " + r.region(), COUNTING, COUNTING, PATIENCE)
                    .forecast(new ForecastRequest(history, policy.headroom())));
          }
        },
        PlannedRegion::problem);
    return answered(whole.stream().filter(r -> r.forecast() != null).count(), regions.size());
  }

  Receipt clusters() {
    List<PlannedRegion> asked = regions.stream().filter(PlannedRegion::asks).toList();
    each(
        asked,
        r ->
            r.found(
                planning("cluster of " + r.region())
                    .today(new TodayQuery(r.group().id(), r.region()))),
        PlannedRegion::failed);
    return answered(asked.stream().filter(PlannedRegion::asks).count(), asked.size());
  }

  private static Receipt answered(long answers, int of) {
    return Receipt.done(answers + " of " + of + " regions");
  }

  private void each(
      List<PlannedRegion> some, Consumer<PlannedRegion> question, Unanswered unanswered) {
    List<Promise<Void>> asking =
        some.stream().map(r -> Async.procedure(() -> inTurn(r, question, unanswered))).toList();
    Promise.allOf(asking).get();
  }

  private interface Unanswered {
    void note(PlannedRegion region, String words);
  }

  private void inTurn(
      PlannedRegion region, Consumer<PlannedRegion> question, Unanswered unanswered) {
    turns.acquire();
    try {
      question.accept(region);
    } catch (TemporalFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      unanswered.note(region, Journal.messageOf(e));
    } finally {
      turns.release();
    }
  }

  private static ForecastActivities forecasts(
      String summary, Duration attempt, Duration heartbeat, Duration within) {
    return Stubs.longRunning(
        ForecastActivities.class, TaskQueues.CONTROL, attempt, heartbeat, within, summary);
  }

  /**
   * Who leads now, of the groups that are watched here. The topology says it of the others: a plan
   * does not wait for a group that does not answer.
   */
  static Map<String, String> leaders(Journal journal) {
    GroupActivities groups =
        Stubs.longRunning(
            GroupActivities.class,
            TaskQueues.CONTROL,
            COUNTING,
            COUNTING,
            PATIENCE,
            "ask who leads");
    try {
      return groups.neighbours(new NeighboursRequest("")).groups().stream()
          .collect(Collectors.toMap(Neighbour::group, Neighbour::leader));
    } catch (TemporalFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      journal.page(
          "who leads could not be asked, the leaders of the topology are taken: "
              + Journal.messageOf(e));
      return Map.of();
    }
  }

  static PlanningActivities planning(String summary) {
    return Stubs.longRunning(
        PlanningActivities.class, TaskQueues.CONTROL, COUNTING, COUNTING, PATIENCE, summary);
  }
}
