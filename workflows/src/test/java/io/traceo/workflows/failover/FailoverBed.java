package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.alert.FakeChannels;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverRequest.Authority;
import io.traceo.workflows.group.FakeGroup;
import java.util.List;
import java.util.Map;

/** Workers with fakes on every queue of a failover; runs one with skipped time, replays it. */
final class FailoverBed {
  final FakeWorld world = new FakeWorld();
  final FakeGroup group = new FakeGroup(world);
  final FakeClusters clusters = new FakeClusters(world);
  final FakeChannels channels = new FakeChannels();
  final FakeRequests requests = new FakeRequests();
  private final WorkflowClient client;

  FailoverBed(TestWorkflowEnvironment environment) {
    client = environment.getWorkflowClient();
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(FailoverWorkflowImpl.class);
    control.registerActivitiesImplementations(world, group, clusters, channels, requests);
    Worker theirs = environment.newWorker("theirs");
    theirs.registerActivitiesImplementations(new TheirWork());
    theirs.registerWorkflowImplementationTypes(TheirWork.Check.class);
    for (String place : List.of(EAST, FakeWorld.WEST2, FakeWorld.WEST1)) {
      environment.newWorker(TaskQueues.place(place)).registerActivitiesImplementations(world);
    }
    environment.start();
  }

  FailoverResult run(Object request) throws Exception {
    FailoverResult result = begin(request).getResult(FailoverResult.class);
    WorkflowReplayer.replayWorkflowExecution(client.fetchHistory("f"), FailoverWorkflowImpl.class);
    return result;
  }

  WorkflowStub begin(Object request) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "Failover",
            WorkflowOptions.newBuilder()
                .setWorkflowId("f")
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    run.start(request);
    return run;
  }

  /** As the group starts one: with its grant and its definition. */
  static FailoverRequest byGroup(Definition definition) {
    return byGroup(definition, null);
  }

  /** The same, detected and decided then; when it starts where that is null. */
  static FailoverRequest byGroup(Definition definition, Long decidedAtMillis) {
    return by(
        new Authority("na-1", null, EAST, 1, definition, null, decidedAtMillis, decidedAtMillis));
  }

  /** The same, where an observer has seen the leader answer read-only. */
  static FailoverRequest withLeaderReadOnly(Definition definition) {
    return withLeaderReadOnly(definition, null);
  }

  /** The same with this set recorded as in force; the declared one where that is null. */
  static FailoverRequest withLeaderReadOnly(Definition definition, CopySet inForce) {
    return by(
        new Authority("na-1", null, EAST, 1, definition, null, null, null, null, inForce, true));
  }

  /** The group's order on this authority. */
  static FailoverRequest by(Authority authority) {
    return new FailoverRequest(
        "na", "UNPLANNED", null, "LEADER_DEAD", "group", false, authority, Map.of());
  }

  static StepRecord step(FailoverResult result, String name) {
    return result.summary().steps().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
