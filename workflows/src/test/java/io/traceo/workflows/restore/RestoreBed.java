package io.traceo.workflows.restore;

import static io.traceo.workflows.TestTemporal.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.traceo.workflows.activity.GroupActivities.RunState;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.drill.FakeEvidence;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.failover.FailoverWorkflowImpl;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.FakeGroup;
import io.traceo.workflows.group.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Workers with fakes on every queue of backups and restores; runs one and replays it. */
final class RestoreBed {
  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "Backup", BackupWorkflowImpl.class,
          "Archive", ArchiveWorkflowImpl.class,
          "Restore", RestoreWorkflowImpl.class,
          "RestoreTest", RestoreTestWorkflowImpl.class,
          "RestoredServers", RestoredServersWorkflowImpl.class);

  final FakeWorld world = new FakeWorld();
  final FakeGroup group = new FakeGroup(world);
  final FakeEvidence evidence = new FakeEvidence(world);
  final FakeBackups backups;

  /** The in-memory server answers queries of a terminated run only once. */
  private final Map<String, RunState> closed = new ConcurrentHashMap<>();

  final TestWorkflowEnvironment environment;
  final WorkflowClient client;

  private volatile long beganAtMillis;

  RestoreBed(TestWorkflowEnvironment environment) {
    this.environment = environment;
    client = environment.getWorkflowClient();
    backups = new FakeBackups(world, environment::currentTimeMillis);
    group.verdict = Verdict.HEALTHY;
    group.definition = TestDefinition.backedUp();
    group.clock = environment::currentTimeMillis;
    group.describes = this::describe;
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(
        BackupWorkflowImpl.class,
        ArchiveWorkflowImpl.class,
        RestoreWorkflowImpl.class,
        RestoreTestWorkflowImpl.class,
        RestoredServersWorkflowImpl.class,
        FailoverWorkflowImpl.class);
    control.registerActivitiesImplementations(world, group, evidence);
    for (String place : group.definition.group().members()) {
      environment
          .newWorker(TaskQueues.place(place))
          .registerActivitiesImplementations(world, backups);
    }
    environment.start();
  }

  /** As the real one: what a closed run's status query answers. */
  private RunState describe(String workflowId) {
    RunState known = closed.get(workflowId);
    if (known != null) {
      return known;
    }
    RunState now = look(workflowId);
    if (!now.open()) {
      closed.put(workflowId, now);
    }
    return now;
  }

  private RunState look(String workflowId) {
    List<HistoryEvent> events = client.fetchHistory(workflowId).getEvents();
    String last = events.get(events.size() - 1).getEventType().name();
    boolean open = !last.matches(".*EXECUTION_(COMPLETED|FAILED|CANCELED|TERMINATED|TIMED_OUT)");
    return new RunState(
        open,
        open ? null : last,
        open || last.contains("COMPLETED")
            ? null
            : client.newUntypedWorkflowStub(workflowId).query("status", FailoverStatus.class));
  }

  RestoreReport restore(Map<String, Object> request) throws Exception {
    RestoreReport report = begin("Restore", request).getResult(RestoreReport.class);
    replay("Restore");
    return report;
  }

  RestoreReport test() throws Exception {
    RestoreReport report =
        begin("RestoreTest", Map.of("group", "na")).getResult(RestoreReport.class);
    replay("RestoreTest");
    return report;
  }

  BackupResult backup(Map<String, Object> request) throws Exception {
    BackupResult result = begin("Backup", request).getResult(BackupResult.class);
    replay("Backup");
    return result;
  }

  WorkflowStub begin(String type, Object request) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            type,
            WorkflowOptions.newBuilder()
                .setWorkflowId(type)
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowRunTimeout(Duration.ofDays(30))
                .build());
    beganAtMillis = environment.currentTimeMillis();
    run.start(request);
    return run;
  }

  /** Id of the failover that a restore has begun. */
  String takeOver() {
    return client.fetchHistory("Restore").getEvents().stream()
        .filter(
            e -> e.getEventType() == EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED)
        .map(e -> e.getStartChildWorkflowExecutionInitiatedEventAttributes().getWorkflowId())
        .findFirst()
        .orElseThrow();
  }

  void replay(String type) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(client.fetchHistory(type), TYPES.get(type));
  }

  /**
   * Cancels the run while this call is under way. The in-memory server can't cancel a call that
   * ended meanwhile, so the call goes on only once it was asked to end.
   */
  void cancelDuring(String call, String type) {
    once(
        call,
        () -> {
          client.newUntypedWorkflowStub(type).cancel();
          await(() -> seen(type, EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED));
        });
  }

  /**
   * The call is not ready until so long after it was first asked, and is asked again just then. It
   * must not sleep instead: a call that times out in skipped time while it sleeps makes the
   * in-memory server count its hold on the clock twice, and the clock may stand still from then on.
   */
  void readyAfter(String call, String type, Duration time) {
    ready(call, type, () -> environment.currentTimeMillis() + time.toMillis());
  }

  /**
   * The call is ready so many seconds after the limit, or before it when negative. Before is
   * counted from the run's start, after from the first time it is asked: what passes beside in real
   * time decides nothing.
   */
  void readyAround(String call, String type, Duration limit, int seconds) {
    Duration time = limit.plusSeconds(seconds);
    if (seconds > 0) {
      readyAfter(call, type, time);
    } else {
      ready(call, type, () -> beganAtMillis + time.toMillis());
    }
  }

  private void ready(String call, String type, LongSupplier when) {
    AtomicLong at = new AtomicLong();
    world.meanwhile.put(
        call,
        () -> {
          if (!Activity.getExecutionContext().getInfo().getWorkflowType().equals(type)) {
            return;
          }
          at.compareAndSet(0, when.getAsLong());
          long left = at.get() - environment.currentTimeMillis();
          if (left > 0) {
            throw ApplicationFailure.newBuilder()
                .setType(FailureTypes.NOT_READY)
                .setMessage("not yet")
                .setNextRetryDelay(Duration.ofMillis(left))
                .build();
          }
        });
  }

  void once(String call, Runnable what) {
    AtomicBoolean done = new AtomicBoolean();
    world.meanwhile.put(
        call,
        () -> {
          if (done.compareAndSet(false, true)) {
            what.run();
          }
        });
  }

  boolean seen(String workflowId, EventType type) {
    return client.fetchHistory(workflowId).getEvents().stream()
        .anyMatch(e -> e.getEventType() == type);
  }

  void assertNothingHalfRestored() {
    assertThat(backups.standing).as("restored servers that still stand").isEmpty();
  }

  void assertNothingTouched() {
    assertThat(world.calls("take", "fetch", "replay", "open", "install", "seal", "promote", "acq"))
        .isEmpty();
  }

  RestoreReport kept() {
    List<RestoreReport> all = evidence.restores();
    return all.get(all.size() - 1);
  }
}
