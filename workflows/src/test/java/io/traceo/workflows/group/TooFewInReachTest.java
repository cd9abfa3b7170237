package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.approval.TestKeys;
import io.traceo.workflows.failover.FailoverStatus;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.Explanation.Gate;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A leader and a follower are lost together: one run asks people, and explain says so before. */
class TooFewInReachTest extends GroupBed {
  @Override
  Definition definition() {
    return TestDefinition.asking(TestDefinition.na(), TestKeys.settings());
  }

  private AwaitedApproval awaiting() {
    return run().query("status", FailoverStatus.class).awaiting();
  }

  private WorkflowStub run() {
    return client.newUntypedWorkflowStub(group.status().grant().workflowId());
  }

  @Test
  void explainSaysWhatWouldBeAsked() {
    world.unreachable.add(WEST1);
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    Explanation now = group.explainNow();
    assertThat(now.gates()).extracting(Gate::name).containsExactly("OBSERVE_ONLY", "APPROVAL");
    Gate approval = now.gates().get(1);
    assertThat(approval.why())
        .contains("fewer copies", "only 1 of the 2 members", "needed in reach, not us-west-1");
    assertThat(approval.lifts()).startsWith("a run starts by itself and waits for it");
    assertThat(now.target()).isEqualTo(WEST2);
    await(() -> group.status().wouldHave().get(0).why().contains("only 1 of the 2 members"));
  }

  @Test
  void oneRunAsksAndOneApprovalMovesTheLeader() {
    world.unreachable.add(WEST1);
    group.arm(new ArmOrder("test", "a test"));
    dies(EAST);
    await(() -> group.status().grant() != null && awaiting() != null);
    // Longer than the pause before another try.
    LockSupport.parkNanos(12_000_000_000L);
    assertThat(events("decided:")).isEqualTo(1);
    assertThat(world.calls("arm", "promote")).isEmpty();

    long now = System.currentTimeMillis();
    Receipt unused =
        run()
            .update(
                "approve",
                Receipt.class,
                TestKeys.signed(
                    new Approval(
                        awaiting().subjectHash(),
                        "ada",
                        now,
                        now + 60_000,
                        false,
                        null,
                        null,
                        null)));
    await(() -> WEST2.equals(group.status().leader()));
  }
}
