package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.WorkflowReplayer;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.approval.TestKeys;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.copies.CopiesResult;
import io.traceo.workflows.copies.CopiesStatus;
import io.traceo.workflows.copies.CopiesWorkflowImpl;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leader that lives, both of its followers lost, and people who may let writes go on. */
class LastCopyTest extends GroupBed {
  @Override
  Definition definition() {
    return TestDefinition.asking(TestDefinition.na(), TestKeys.settings());
  }

  private void bothFollowersAreLost() {
    copies.silent.addAll(List.of(WEST1, WEST2));
    sees.replaceAll((place, view) -> View.QUORUM_LOST);
  }

  private void backAgain() {
    copies.silent.clear();
    sees.replaceAll((place, view) -> View.HEALTHY);
  }

  private WorkflowStub waiting() {
    group.arm(new ArmOrder("test", "test"));
    bothFollowersAreLost();
    await(() -> group.status().grant() != null && awaiting() != null);
    assertThat(group.status().grant().kind()).isEqualTo(Grant.Kind.COPIES);
    return run();
  }

  private WorkflowStub run() {
    return client.newUntypedWorkflowStub(WorkflowIds.copies("na"));
  }

  private AwaitedApproval awaiting() {
    try {
      return run().query("status", CopiesStatus.class).awaiting();
    } catch (WorkflowNotFoundException notYet) {
      return null;
    }
  }

  private void approve(WorkflowStub run) {
    long now = System.currentTimeMillis();
    run.update(
        "approve",
        Receipt.class,
        TestKeys.signed(
            new Approval(
                awaiting().subjectHash(), "ada", now, now + 60_000, false, null, null, null)));
  }

  @Test
  void onePersonLetsWritesGoOnAndTheCopiesComeBackByThemselves() throws Exception {
    WorkflowStub run = waiting();
    AwaitedApproval asked = awaiting();
    assertThat(asked.needed()).isEqualTo(1);
    assertThat(asked.subject().reasons().toString())
        .contains("acknowledged writes exist only once, on us-east-1");
    assertThat(world.calls("set ")).isEmpty();
    List<Integer> recorded = new java.util.concurrent.CopyOnWriteArrayList<>();
    world.meanwhile.put("set 0 of ", () -> recorded.add(group.status().copies().quorum()));
    approve(run);

    CopiesResult result = run.getResult(CopiesResult.class);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(recorded).as("the record first").containsExactly(0);
    assertThat(copies.quorum).isZero();
    await(() -> group.status().grant() == null);
    assertThat(group.status().copies().quorum()).isZero();
    assertThat(group.explain().gates()).anyMatch(g -> g.name().equals("APPROVAL"));

    backAgain();
    await(() -> copies.quorum == 1 && group.status().copies().quorum() == 1);
    assertThat(group.status().copies().members()).containsExactly(WEST2, WEST1);
    assertThat(world.calls("seal", "arm", "promote")).isEmpty();
    WorkflowReplayer.replayWorkflowExecution(
        client.fetchHistory(WorkflowIds.copies("na")), CopiesWorkflowImpl.class);
  }

  @Test
  void followersThatAreBackFirstEndItByThemselves() {
    WorkflowStub run = waiting();
    backAgain();
    CopiesResult result = run.getResult(CopiesResult.class);
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("HEALTHY");
    assertThat(world.calls("set ")).isEmpty();
    await(() -> group.status().grant() == null);
  }

  @Test
  void aLeaderThatDiesMeanwhileIsReplacedAndTheRunGivesWay() {
    waiting();
    copies.silent.clear();
    dies(EAST);
    await(() -> WEST2.equals(group.status().leader()));
    assertThat(world.calls("set ")).isEmpty();
  }

  @Test
  void theObserversThatAreLeftAreEnoughToAskPeople() {
    group.arm(new ArmOrder("test", "test"));
    copies.silent.addAll(List.of(WEST1, WEST2));
    sees.put(WEST1, View.NO_ACCESS);
    sees.put(WEST2, View.NO_ACCESS);
    await(() -> group.status().verdict() == Verdict.UNKNOWN);
    assertThat(group.status().grant()).isNull();
    sees.put("control", View.QUORUM_LOST);
    sees.put(EAST, View.QUORUM_LOST);
    await(() -> group.status().grant() != null);
    assertThat(group.status().grant().kind()).isEqualTo(Grant.Kind.COPIES);
  }

  @Test
  void nobodyIsAskedWhileTheGroupOnlyObserves() {
    bothFollowersAreLost();
    await(() -> events("PAGE writes to us-east-1 wait") == 1);
    assertThat(group.status().grant()).isNull();
  }
}
