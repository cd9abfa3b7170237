package io.traceo.workflows.capacity;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.drill.FakeEvidence;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.FakeGroup;
import io.traceo.workflows.group.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A worker with fakes; runs a rollout and replays it. */
final class RolloutBed {
  private static final String ID = "rollout";

  final FakeWorld world = new FakeWorld();
  final FakeGroup group = new FakeGroup(world);
  final FakeEvidence evidence = new FakeEvidence(world);
  final FakeCapacity capacity = new FakeCapacity(world);
  final TestWorkflowEnvironment environment;
  final WorkflowClient client;

  RolloutBed(TestWorkflowEnvironment environment) {
    this.environment = environment;
    client = environment.getWorkflowClient();
    group.verdict = Verdict.HEALTHY;
    group.definition = TestDefinition.scaled();
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(CapacityRolloutWorkflowImpl.class);
    control.registerActivitiesImplementations(world, group, evidence, capacity);
    environment.start();
  }

  /** All three regions; the leader's floor is the smallest, and it is last all the same. */
  static Map<String, Object> all() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("group", "na");
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put(EAST, Map.of("minimum", 2, "maximum", 20));
    sizes.put(WEST2, Map.of("minimum", 9, "maximum", 90));
    sizes.put(WEST1, Map.of("minimum", 4, "maximum", 40));
    request.put("sizes", sizes);
    return request;
  }

  static Map<String, Object> all(String field, Object value) {
    Map<String, Object> request = all();
    request.put(field, value);
    return request;
  }

  CapacityRolloutReport run(Object request) throws Exception {
    CapacityRolloutReport report = begin(request).getResult(CapacityRolloutReport.class);
    replay();
    return report;
  }

  WorkflowStub begin(Object request) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "CapacityRollout",
            WorkflowOptions.newBuilder()
                .setWorkflowId(ID)
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    run.start(request);
    return run;
  }

  void replay() throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        client.fetchHistory(ID), CapacityRolloutWorkflowImpl.class);
  }

  void cancel() {
    client.newUntypedWorkflowStub(ID).cancel();
  }

  RolloutStatus status() {
    return client.newUntypedWorkflowStub(ID).query("status", RolloutStatus.class);
  }

  Receipt update(String name, RunOrder order) {
    return client
        .newUntypedWorkflowStub(ID)
        .startUpdate(
            UpdateOptions.newBuilder(Receipt.class)
                .setUpdateName(name)
                .setUpdateId(UUID.randomUUID().toString())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build(),
            order)
        .getResult();
  }

  boolean seen(EventType type) {
    return client.fetchHistory(ID).getEvents().stream().anyMatch(e -> e.getEventType() == type);
  }

  /** Whether any region was asked to change. */
  boolean touched() {
    return !world.calls("apply").isEmpty();
  }

  /** Of the regions that were touched, in the order of the calls. */
  List<String> changes() {
    return world.calls("apply", "back");
  }

  void assertAsBefore() {
    assertThat(capacity.specs.values()).containsOnly("1 to 10");
    assertGrantIsBack();
  }

  void assertChanged() {
    assertThat(capacity.specs)
        .containsEntry(EAST, "2 to 20")
        .containsEntry(WEST2, "9 to 90")
        .containsEntry(WEST1, "4 to 40");
    assertGrantIsBack();
  }

  void assertGrantIsBack() {
    assertThat(group.holder()).as("holder of the grant").isNull();
  }

  CapacityRolloutReport kept() {
    List<CapacityRolloutReport> all = evidence.rollouts();
    return all.get(all.size() - 1);
  }
}
