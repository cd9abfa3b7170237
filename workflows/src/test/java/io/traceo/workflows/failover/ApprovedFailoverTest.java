package io.traceo.workflows.failover;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.approval.Starter;
import io.traceo.workflows.approval.TestKeys;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.topology.OnLastCopy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People are asked once it is known who would lead, and nobody is promoted before they say yes. */
class ApprovedFailoverTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private TestWorkflowEnvironment environment;
  private FailoverBed bed;
  private FakeWorld world;

  @BeforeEach
  void start(TestWorkflowEnvironment given) {
    environment = given;
    bed = new FailoverBed(given);
    world = bed.world;
    world.unreachable.add(EAST);
  }

  private WorkflowStub begin(Definition definition, Starter starter) throws Exception {
    FailoverRequest byGroup =
        FailoverBed.byGroup(TestDefinition.asking(definition, TestKeys.settings()));
    WorkflowStub run =
        bed.begin(
            new FailoverRequest(
                "na",
                "UNPLANNED",
                null,
                "LEADER_DEAD",
                "ada",
                false,
                byGroup.authority(),
                starter,
                Map.of()));
    await(() -> run.query("status", FailoverStatus.class).awaiting() != null);
    return run;
  }

  private WorkflowStub byAda() throws Exception {
    return begin(
        TestDefinition.warm(),
        TestKeys.signed(new Starter("ada", "f", environment.currentTimeMillis(), null, null)));
  }

  private static AwaitedApproval awaiting(WorkflowStub run) {
    return run.query("status", FailoverStatus.class).awaiting();
  }

  private Approval yes(WorkflowStub run, String who) {
    long now = environment.currentTimeMillis();
    return new Approval(
        awaiting(run).subjectHash(), who, now, now + 600_000, false, null, null, null);
  }

  private static Receipt approve(WorkflowStub run, Approval approval) {
    return run.update("approve", Receipt.class, approval);
  }

  @Test
  void nobodyIsPromotedBeforeSomebodyElseHasApproved() throws Exception {
    WorkflowStub run = byAda();
    AwaitedApproval asked = awaiting(run);
    assertThat(asked.needed()).isEqualTo(1);
    assertThat(asked.refused()).containsExactly("ada");
    assertThat(asked.subject().target()).isEqualTo(WEST2);
    assertThat(asked.subject().epoch()).isEqualTo(2);
    assertThat(asked.subject().sealed()).extracting("region").containsExactly(WEST2);
    assertThat(asked.subject().loss().text()).startsWith("unknown");
    assertThat(world.calls("arm", "promote")).isEmpty();

    assertThatThrownBy(() -> approve(run, TestKeys.signed(yes(run, "ada"))))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("ada has started this run");
    assertThatThrownBy(() -> approve(run, TestKeys.forged(yes(run, "bob"))))
        .hasStackTraceContaining("does not count");
    assertThat(world.calls("arm", "promote")).isEmpty();

    assertThat(approve(run, TestKeys.signed(yes(run, "bob"))).detail()).contains("it goes on");
    FailoverResult result = run.getResult(FailoverResult.class);
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.summary().toRegion()).isEqualTo(WEST2);
    assertThat(FailoverBed.step(result, "approval").detail()).isEqualTo("approved by bob");
    assertThat(result.events()).anyMatch(e -> e.contains("PAGE waits for an approval"));
  }

  @Test
  void aStarterWithoutAProofNeedsTwo() throws Exception {
    WorkflowStub run = begin(TestDefinition.warm(), null);
    assertThat(awaiting(run).needed()).isEqualTo(2);
    assertThat(approve(run, TestKeys.signed(yes(run, "bob"))).detail()).contains("1 more");
    assertThat(approve(run, TestKeys.signed(yes(run, "bob"))).outcome()).isEqualTo("ALREADY");
    assertThat(world.calls("promote")).isEmpty();
    approve(run, TestKeys.signed(yes(run, "cyd")));
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
  }

  @Test
  void aForgedProofOfWhoBeganItIsRefused() throws Exception {
    FailoverRequest request =
        FailoverBed.byGroup(TestDefinition.asking(TestDefinition.warm(), TestKeys.settings()));
    FailoverResult result =
        bed.run(
            new FailoverRequest(
                "na",
                "UNPLANNED",
                null,
                null,
                null,
                false,
                request.authority(),
                TestKeys.forged(new Starter("ada", "f", 1, null, null)),
                Map.of()));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("the proof that ada began this");
    assertThat(world.calls("seal")).isEmpty();
  }

  @Test
  void aLeaderThatAnswersAgainEndsItAndEverybodyIsUnsealed() throws Exception {
    WorkflowStub run = byAda();
    bed.group.verdict = Verdict.HEALTHY;
    approve(run, TestKeys.signed(yes(run, "bob")));
    FailoverResult result = run.getResult(FailoverResult.class);

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("us-east-1 answers again (HEALTHY)");
    assertThat(world.calls("arm", "promote")).isEmpty();
    assertThat(world.calls("unseal")).containsExactly("unseal us-west-2 3");
  }

  @Test
  void whoIsNotAnsweredPagesAgainAndWaitsOn() throws Exception {
    WorkflowStub run = byAda();
    environment.sleep(Duration.ofMinutes(16));
    assertThat(run.query("status", FailoverStatus.class).events())
        .anyMatch(e -> e.contains("PAGE still waits for an approval"));
    assertThat(world.calls("promote")).isEmpty();
    approve(run, TestKeys.signed(yes(run, "bob")));
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
  }

  @Test
  void anAbortTakesBackWhatWasSealed() throws Exception {
    WorkflowStub run = byAda();
    assertThatThrownBy(() -> run.update("abort", Receipt.class, new RunOrder("bob", " ")))
        .hasStackTraceContaining("field \"reason\" is missing");
    run.update("abort", Receipt.class, new RunOrder("bob", "the leader is being mended"));
    FailoverResult result = run.getResult(FailoverResult.class);
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("bob: the leader is being mended");
    assertThat(world.calls("unseal")).containsExactly("unseal us-west-2 3");
    assertThat(world.calls("promote")).isEmpty();
  }

  @Test
  void aRunThatIsPausedWhileItWaitsPromotesNobodyUntilItIsResumed() throws Exception {
    WorkflowStub run = byAda();
    run.update("pause", Receipt.class, new RunOrder("bob", "the network people are looking"));
    approve(run, TestKeys.signed(yes(run, "bob")));
    environment.sleep(Duration.ofMinutes(2));
    assertThat(world.calls("arm", "promote")).isEmpty();
    run.update("resume", Receipt.class, new RunOrder("bob", "it is really gone"));
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
  }

  @Test
  void aLeaderThatComesBackWhileAnApprovedRunIsPausedKeepsLeading() throws Exception {
    WorkflowStub run = byAda();
    run.update("pause", Receipt.class, new RunOrder("bob", "looking"));
    approve(run, TestKeys.signed(yes(run, "bob")));
    bed.group.verdict = Verdict.HEALTHY;
    run.update("resume", Receipt.class, new RunOrder("bob", "go on"));
    FailoverResult result = run.getResult(FailoverResult.class);
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("answers again");
    assertThat(world.calls("arm", "promote")).isEmpty();
  }

  @Test
  void anApprovalThatExpiresWhileTheRunIsPausedNoLongerCounts() throws Exception {
    WorkflowStub run = byAda();
    run.update("pause", Receipt.class, new RunOrder("bob", "looking"));
    approve(run, TestKeys.signed(yes(run, "bob")));
    environment.sleep(Duration.ofMinutes(11));
    run.update("resume", Receipt.class, new RunOrder("bob", "go on"));
    environment.sleep(Duration.ofMinutes(1));
    assertThat(world.calls("arm", "promote")).isEmpty();
    approve(run, TestKeys.signed(yes(run, "cyd")));
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
  }

  @Test
  void aNightOfWaitingLeavesAShortHistory() throws Exception {
    WorkflowStub run = byAda();
    environment.sleep(Duration.ofHours(12));
    assertThat(world.calls("status")).hasSizeLessThan(500);
    approve(run, TestKeys.signed(yes(run, "bob")));
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
  }

  @Test
  void aPairGoesOnWithItsLastCopyOnceThatIsApproved() throws Exception {
    WorkflowStub run = begin(TestDefinition.pair(OnLastCopy.DEGRADE_WITH_APPROVAL), null);
    assertThat(awaiting(run).subject().loss()).isNull();
    assertThat(awaiting(run).subject().reasons().toString()).contains("fewer copies");
    approve(run, TestKeys.signed(yes(run, "bob")));
    approve(run, TestKeys.signed(yes(run, "cyd")));
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
    assertThat(world.armed.quorum()).isZero();
  }

  @Test
  void nothingIsApprovedInARunThatDoesNotWait() throws Exception {
    WorkflowStub run = byAda();
    Approval yes = TestKeys.signed(yes(run, "bob"));
    approve(run, yes);
    run.getResult(FailoverResult.class);
    assertThatThrownBy(() -> approve(run, yes)).isInstanceOf(Exception.class);
  }
}
