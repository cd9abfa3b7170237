package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.approval.TestKeys;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import org.junit.jupiter.api.Test;

/**
 * An armed group whose failover needs an approval: it starts it by itself, and one person is
 * enough.
 */
class ApprovedIncidentTest extends GroupBed {
  @Override
  Definition definition() {
    return TestDefinition.asking(TestDefinition.warm(), TestKeys.settings());
  }

  private WorkflowStub waiting() {
    group.arm(new ArmOrder("test", "a test"));
    dies(EAST);
    await(() -> group.status().grant() != null && awaiting(run()) != null);
    return run();
  }

  private WorkflowStub run() {
    return client.newUntypedWorkflowStub(group.status().grant().workflowId());
  }

  private static AwaitedApproval awaiting(WorkflowStub run) {
    return run.query("status", FailoverStatus.class).awaiting();
  }

  private static Approval by(String who, WorkflowStub run) {
    long now = System.currentTimeMillis();
    return new Approval(
        awaiting(run).subjectHash(), who, now, now + 60_000, false, null, null, null);
  }

  @Test
  void oneApprovalMovesTheLeader() {
    WorkflowStub run = waiting();
    assertThat(awaiting(run).needed()).isEqualTo(1);
    assertThat(awaiting(run).refused()).isEmpty();
    assertThatThrownBy(() -> run.update("approve", Receipt.class, by("ada", run)))
        .hasStackTraceContaining("nobody signed it");
    assertThat(world.calls("arm", "promote")).isEmpty();

    run.update("approve", Receipt.class, TestKeys.signed(by("ada", run)));
    await(() -> WEST2.equals(group.status().leader()));
    assertThat(group.status().epoch()).isEqualTo(2);
    assertThat(events("decided:")).isEqualTo(1);
  }

  @Test
  void aLeaderThatComesBackWhilePeopleAreAskedKeepsLeading() {
    WorkflowStub run = waiting();
    isBack(EAST);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    await(() -> "ABORTED".equals(stage()));
    assertThat(world.calls("arm", "promote")).isEmpty();
    assertThat(world.upstreams).containsEntry(WEST2, EAST);
    assertThat(group.status().leader()).isEqualTo(EAST);
    assertThat(group.status().grant()).isNull();
    assertThatThrownBy(() -> awaiting(run).subjectHash()).isInstanceOf(NullPointerException.class);
  }
}
