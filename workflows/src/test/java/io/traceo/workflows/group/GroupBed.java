package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;

import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.Concern;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.ObserveRequest;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.capacity.CapacityRolloutWorkflowImpl;
import io.traceo.workflows.capacity.FakeCapacity;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.copies.CopiesWorkflowImpl;
import io.traceo.workflows.copies.FakeCopies;
import io.traceo.workflows.drill.FakeEvidence;
import io.traceo.workflows.failover.FailoverWorkflowImpl;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.TestDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A group's entity with observers that answer at once; its failovers run against a fake world. The
 * history is replayed after each test.
 */
abstract class GroupBed {
  final FakeWorld world = new FakeWorld();
  final FakeGroup answers = new FakeGroup(world);
  final FakeCapacity capacity = new FakeCapacity(world);
  final FakeEvidence evidence = new FakeEvidence(world);
  final FakeCopies copies = new FakeCopies(world);
  final Map<String, View> sees = new ConcurrentHashMap<>();
  final Map<String, Map<Concern, String>> worried = new ConcurrentHashMap<>();
  final Set<String> dead = ConcurrentHashMap.newKeySet();
  TestWorkflowEnvironment environment;
  WorkflowClient client;
  GroupWorkflow group;

  @BeforeEach
  void start() {
    environment = TestWorkflowEnvironment.newInstance(TestTemporal.options(false));
    answers.definition = definition();
    client = environment.getWorkflowClient();
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(
        GroupWorkflowImpl.class,
        FailoverWorkflowImpl.class,
        CopiesWorkflowImpl.class,
        CapacityRolloutWorkflowImpl.class);
    control.registerActivitiesImplementations(world, answers, capacity, evidence, copies);
    world.observer = this::observe;
    for (String place : TestDefinition.na().group().observers()) {
      sees.put(place, View.HEALTHY);
      environment.newWorker(TaskQueues.place(place)).registerActivitiesImplementations(world);
    }
    environment.start();
    group =
        client.newWorkflowStub(
            GroupWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.group("na"))
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    answers.entity = client.newWorkflowStub(GroupWorkflow.class, WorkflowIds.group("na"));
    WorkflowClient.start(group::run, GroupRequest.of("na"));
    awaitReady();
  }

  /** Until the group knows what it waits for. */
  void awaitReady() {
    await(() -> group.status().verdict() == Verdict.HEALTHY);
  }

  @AfterEach
  void replayAndStop() throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        client.fetchHistory(WorkflowIds.group("na")), GroupWorkflowImpl.class);
    environment.close();
  }

  /** What the group is told to be. */
  Definition definition() {
    return TestDefinition.na();
  }

  /** Answers when what it sees is new; otherwise waits, as a real one does. */
  private Observation observe(ObserveRequest request) {
    while (true) {
      View now = dead.contains(request.leader()) ? View.DEAD : sees.get(request.observer());
      Map<Concern, String> worries = worried.getOrDefault(request.observer(), Map.of());
      if (now != request.lastView()
          || !List.copyOf(worries.keySet()).equals(request.lastConcerns())) {
        return new Observation(
            request.observer(), request.leader(), now, 7, "as told", worries, null, null);
      }
      Activity.getExecutionContext().heartbeat(null);
      LockSupport.parkNanos(10_000_000);
    }
  }

  void dies(String leader) {
    world.unreachable.add(leader);
    dead.add(leader);
  }

  /** Until the entity has continued as new, by so many decisions as that takes. */
  void continuesAsNew() {
    WorkflowStub entity = client.newUntypedWorkflowStub(WorkflowIds.group("na"));
    String first = entity.describe().getExecution().getRunId();
    for (int i = 0; i < 301; i++) {
      group.release(new Grant.Release("na", "na-0", null));
    }
    await(() -> !entity.describe().getExecution().getRunId().equals(first));
    awaitReady();
  }

  long events(String part) {
    return group.status().events().stream().filter(e -> e.contains(part)).count();
  }

  /** The leader is back as it was. */
  void isBack(String leader) {
    world.unreachable.remove(leader);
    dead.remove(leader);
  }

  View seen(String observer) {
    return group.status().observations().stream()
        .filter(o -> o.observer().equals(observer))
        .map(Observation::view)
        .findFirst()
        .orElse(View.HEALTHY);
  }

  String stage() {
    FailoverSummary last = group.status().lastFailover();
    return last == null ? null : last.stage();
  }
}
