package io.traceo.workflows.drill;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.FailoverRequest;
import io.traceo.workflows.failover.FailoverWorkflowImpl;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.FakeGroup;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.restore.FakeBackups;
import io.traceo.workflows.restore.RestoreWorkflowImpl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Workers with fakes on every queue of a drill; runs one drill with skipped time, replays it. */
final class DrillBed {
  /** Far more than any drill takes: one that hangs fails its test instead. */
  private static final Duration LONGEST = Duration.ofHours(1);

  final FakeWorld world = new FakeWorld();
  final FakeGroup group = new FakeGroup(world);
  final FakeEvidence evidence = new FakeEvidence(world);
  final FakeLab lab;
  final FakeBackups backups;
  private final WorkflowClient client;

  DrillBed(TestWorkflowEnvironment environment) {
    client = environment.getWorkflowClient();
    lab = new FakeLab(world, environment::currentTimeMillis);
    backups = new FakeBackups(world, environment::currentTimeMillis);
    group.clock = environment::currentTimeMillis;
    group.verdict = Verdict.HEALTHY;
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(
        DrillWorkflowImpl.class, FailoverWorkflowImpl.class, RestoreWorkflowImpl.class);
    control.registerActivitiesImplementations(world, group, evidence);
    environment.newWorker(TaskQueues.DRILL).registerActivitiesImplementations(lab);
    for (String place : TestDefinition.na().group().members()) {
      environment
          .newWorker(TaskQueues.place(place))
          .registerActivitiesImplementations(world, backups);
    }
    environment.start();
  }

  DrillReport run() throws Exception {
    return run(Map.of("group", "na"));
  }

  DrillReport run(Map<String, Object> request) throws Exception {
    DrillReport report = begin(request).getResult(DrillReport.class);
    replay();
    assertThat(Instant.parse(report.endedAt()))
        .as("a step that never answers is given up")
        .isBefore(Instant.parse(report.startedAt()).plus(LONGEST.dividedBy(2)));
    return report;
  }

  /** A drill that is cancelled while this call of its own is under way; the report it kept. */
  DrillReport cancelledDuring(String call, Map<String, Object> request) throws Exception {
    return cancelled(
        call,
        request,
        () -> {
          int before = world.calls.size();
          client.newUntypedWorkflowStub("d").cancel();
          await(() -> world.calls.size() > before || waitsForItsCall());
        });
  }

  /**
   * Whether the drill has asked its call to end and does nothing until it has. The in-memory server
   * can't cancel a call that ended meanwhile, so the call goes on only from here.
   */
  private boolean waitsForItsCall() {
    List<EventType> events =
        client.fetchHistory("d").getEvents().stream().map(HistoryEvent::getEventType).toList();
    int asked = events.indexOf(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
    return asked >= 0 && events.lastIndexOf(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) < asked;
  }

  /** The same at a call that cancelling does not end, since the run only goes forward there. */
  DrillReport cancelledAt(String call, Map<String, Object> request) throws Exception {
    return cancelled(call, request, () -> client.newUntypedWorkflowStub("d").cancel());
  }

  private DrillReport cancelled(String call, Map<String, Object> request, Runnable how)
      throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    world.meanwhile.put(
        call,
        () -> {
          if (done.compareAndSet(false, true)) {
            how.run();
          }
        });
    WorkflowStub run = begin(request);
    // The SDK closes a cancelled run as cancelled; what came of it stands in the kept report.
    assertThat(catchThrowable(() -> run.getResult(DrillReport.class)))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    replay();
    return kept();
  }

  /** The one report that the drill kept. */
  DrillReport kept() {
    assertThat(evidence.reports()).hasSize(1);
    return evidence.reports().get(0);
  }

  DrillStatus status() {
    return client.newUntypedWorkflowStub("d").query("status", DrillStatus.class);
  }

  /** What stands in the history under this name. */
  Object memo(String name) {
    return client.newUntypedWorkflowStub("d").describe().getMemo(name, Object.class);
  }

  /** The group's own failover under the drill's grant, as the entity starts it. */
  void startFailover(String workflowId) {
    Grant grant = group.decides(workflowId);
    client
        .newUntypedWorkflowStub(
            "Failover",
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TaskQueues.CONTROL)
                .build())
        .start(
            new FailoverRequest(
                "na",
                "UNPLANNED",
                null,
                "LEADER_DEAD",
                "group",
                false,
                new FailoverRequest.Authority(
                    grant.token(), null, EAST, 1, TestDefinition.na(), null, null, null),
                Map.of()));
  }

  /** Until somebody signalled that run. */
  void awaitSignal(String workflowId) {
    await(() -> signalled(workflowId));
  }

  boolean signalled(String workflowId) {
    return client.fetchHistory(workflowId).getEvents().stream()
        .anyMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
  }

  private WorkflowStub begin(Map<String, Object> request) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "Drill",
            WorkflowOptions.newBuilder()
                .setWorkflowId("d")
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowRunTimeout(LONGEST)
                .build());
    run.start(request);
    return run;
  }

  private void replay() throws Exception {
    WorkflowReplayer.replayWorkflowExecution(client.fetchHistory("d"), DrillWorkflowImpl.class);
  }

  /** However a drill ends: no fault, the declared leader, no ledger, the grant free. */
  void assertAllBack() {
    assertThat(lab.faults).as("faults in force").isEmpty();
    assertThat(world.leader).as("leader").isEqualTo(EAST);
    assertThat(world.route.writeRegion()).as("write name").isEqualTo(EAST);
    assertThat(lab.ledgerRuns).as("ledger runs").isFalse();
    assertThat(group.holder()).as("holder of the grant").isNull();
  }

  void assertNothingTouched() {
    assertThat(
            world.calls(
                "inject", "lift", "ledger", "await", "drain", "seal", "promote", "route ", "stop"))
        .isEmpty();
    assertThat(group.holder()).isNull();
  }

  static Objective objective(DrillReport report, String name) {
    return report.objectives().stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static List<String> unmet(DrillReport report) {
    return report.objectives().stream().filter(o -> !o.met()).map(Objective::name).toList();
  }
}
