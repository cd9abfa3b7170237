package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.GroupActivities.RunState;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.capacity.LeftChanges;
import io.traceo.workflows.capacity.RolloutStatus;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.failover.TestDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A group and the rollout of capacity that holds its grant. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupRolloutTest extends GroupBed {
  private static final String ID = WorkflowIds.capacityRollout("na");

  @Override
  Definition definition() {
    return TestDefinition.scaled();
  }

  /** Changes the first region, whose pods never get ready. */
  private WorkflowStub underWay() {
    capacity.looksUntilReady.put(WEST1, Integer.MAX_VALUE);
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "CapacityRollout",
            WorkflowOptions.newBuilder()
                .setWorkflowId(ID)
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
    run.start(
        Map.of(
            "group",
            "na",
            "sizes",
            Map.of(
                WEST1, Map.of("minimum", 4, "maximum", 40),
                WEST2, Map.of("minimum", 9, "maximum", 90))));
    await(() -> world.calls("ready").size() > 1);
    assertThat(capacity.specs).containsEntry(WEST1, "4 to 40");
    return run;
  }

  @Test
  void anOutageEndsARolloutAtOnceAndItTakesBackBesideTheFailover() {
    group.arm(new GroupWorkflow.ArmOrder("me", "test"));
    underWay();
    dies(EAST);
    await(() -> WEST2.equals(group.status().leader()));
    assertThat(events("the leader is dead: " + ID + " ends and takes back")).isEqualTo(1);
    await(() -> !evidence.rollouts().isEmpty());
    assertThat(evidence.rollouts().get(0).verdict()).isEqualTo("ROLLED_BACK");
    assertThat(capacity.specs.values()).containsOnly("1 to 10");
    Grant holder = group.status().grant();
    assertThat(holder == null || holder.kind() == Grant.Kind.FAILOVER).as("%s", holder).isTrue();
  }

  @Test
  void nothingOfTheFailoverWaitsForARolloutThatCannotTakeBack() {
    group.arm(new GroupWorkflow.ArmOrder("me", "test"));
    underWay();
    world.failing.put("back " + WEST1, failure(FailureTypes.UNREACHABLE, "its region is away"));
    dies(EAST);
    await(() -> "RESUMED".equals(stage()));
    assertThat(capacity.specs).containsEntry(WEST1, "4 to 40");
    world.failing.remove("back " + WEST1);
    await(() -> !evidence.rollouts().isEmpty());
    assertThat(capacity.specs.values()).containsOnly("1 to 10");
  }

  @Test
  void whatATerminatedRolloutChangedIsTakenBackByItself() {
    WorkflowStub run = underWay();
    RolloutStatus last = run.query("status", RolloutStatus.class);
    Grant held = group.status().grant();
    run.terminate("as somebody may");
    answers.describes =
        id ->
            id.equals(ID)
                ? new RunState(false, "TERMINATED", null, new LeftChanges(last.undo()))
                : new RunState(true, null, null);
    await(() -> !evidence.rollouts().isEmpty());

    CapacityRolloutReport report = evidence.rollouts().get(0);
    assertThat(report.verdict()).as("%s", report).isEqualTo("ROLLED_BACK");
    assertThat(report.reason()).isEqualTo(ID + " ended (TERMINATED) without taking back");
    assertThat(capacity.specs.values()).containsOnly("1 to 10");
    assertThat(events("PAGE " + ID + " ended (TERMINATED) with the grant")).isEqualTo(1);
    await(() -> group.status().grant() == null);
    assertThat(acquired(held)).as("the group is free again").isTrue();
  }

  private boolean acquired(Grant before) {
    return !group
        .acquire(
            new Grant.Request(
                "na", "next", "next", "r", Grant.Kind.CAPACITY, EAST, List.of(), null))
        .token()
        .equals(before.token());
  }
}
