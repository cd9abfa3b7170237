package io.traceo.workflows.failover;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.DatabaseActivities.SurveyRequest;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.failover.FailoverRequest.Authority;
import io.traceo.workflows.group.FakeGroup;
import io.traceo.workflows.group.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every branch of a failover, with skipped time; each test replays the history it made. */
class FailoverWorkflowTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private FailoverBed bed;
  private FakeWorld world;
  private FakeGroup group;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
    world = bed.world;
    group = bed.group;
  }

  private FailoverResult run(Object request) throws Exception {
    return bed.run(request);
  }

  private static FailoverRequest byGroup() {
    return FailoverBed.byGroup(TestDefinition.na());
  }

  @Test
  void anOutageIsFailedOverInTheRunbooksOrder() throws Exception {
    world.unreachable.add(EAST);
    FailoverResult result = run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.summary().toRegion()).isEqualTo(WEST2);
    assertThat(result.summary().epoch()).isEqualTo(2);
    assertThat(world.calls("seal", "arm", "promote", "route", "verify", "serving"))
        .containsSubsequence(
            "arm us-west-2",
            "promote us-west-2",
            "route us-west-2 us-west-2,us-west-1",
            "verify",
            "serving us-west-2",
            "route us-west-2 us-east-1,us-west-2,us-west-1");
    assertThat(world.calls("advance", "release"))
        .as("once more before the leader waits for those that are back")
        .containsExactly(
            "advance PROMOTED", "advance RESUMED", "advance RESUMED", "release PROTECTED");
    assertThat(world.calls("survey").get(0)).doesNotContain(EAST);
  }

  @Test
  void theMostAdvancedMemberLeads() throws Exception {
    world.unreachable.add(EAST);
    world.positions.put(WEST1, 2000L);
    assertThat(run(byGroup()).summary().toRegion()).isEqualTo(WEST1);
  }

  @Test
  void theDeadRegionIsNeverWaitedFor() {
    world.failing.put(
        "fence us-east-1", FakeWorld.failure(FailureTypes.UNREACHABLE, "the region is away"));
    world.unreachable.add(EAST);
    WorkflowStub run = bed.begin(byGroup());
    await(() -> world.calls("advance RESUMED").size() == 1);

    assertThat(world.calls("promote")).containsExactly("promote us-west-2");
    assertThat(world.calls("rejoin", "release")).isEmpty();
    world.failing.clear();
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
    assertThat(world.calls("rejoin")).containsExactly("rejoin us-east-1");
  }

  @Test
  void tooFewSealedIsRefusedAndTakenBackWithAHigherEpoch() throws Exception {
    world.unreachable.add(EAST);
    world.failing.put("seal us-west-1", FakeWorld.failure(FailureTypes.UNREACHABLE, "away"));
    FailoverResult result = run(byGroup());

    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("only 1 of 2");
    assertThat(world.calls("promote")).isEmpty();
    assertThat(world.calls("unseal")).contains("unseal us-west-2 3");
    assertThat(world.upstreams.get(WEST2)).isEqualTo(EAST);
    assertThat(world.epochs.get(WEST2)).isEqualTo(3);
    assertThat(result.summary().epoch()).isEqualTo(3);
  }

  @Test
  void aStepThatHangsBeforeThePromotionAbortsInReverse() throws Exception {
    world.unreachable.add(EAST);
    world.failing.put("arm us-west-2", FakeWorld.failure(FailureTypes.NOT_READY, "no stream"));
    FailoverResult result = run(byGroup());

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(world.calls("promote")).isEmpty();
    assertThat(world.calls("unseal")).containsExactly("unseal us-west-1 3", "unseal us-west-2 3");
  }

  @Test
  void aPromotionWhoseAnswerWasLostIsFoundAndTheRunGoesForward() throws Exception {
    world.unreachable.add(EAST);
    world.answerLost.put(
        "promote us-west-2", FakeWorld.failure(FailureTypes.CONFLICT, "the answer never came"));
    FailoverResult result = run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(world.calls("unseal")).isEmpty();
    assertThat(world.route.writeRegion()).isEqualTo(WEST2);
  }

  @Test
  void aHigherEpochOnAMemberEndsTheRun() throws Exception {
    world.unreachable.add(EAST);
    world.failing.put(
        "seal us-west-2", FakeWorld.failure(FailureTypes.STALE_EPOCH, "us-west-2 has epoch 9"));
    FailoverResult result = run(byGroup());
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("epoch 9");
    assertThat(world.calls("promote")).isEmpty();
  }

  @Test
  void aLateStepAfterThePromotionPagesAndGoesOn() throws Exception {
    world.unreachable.add(EAST);
    world.routeRefusals.set(40);
    FailoverResult result = run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(FailoverBed.step(result, "route").outcome()).isEqualTo("PAGED");
    assertThat(result.events()).anyMatch(e -> e.contains("PAGE route is late"));
    assertThat(result.events()).anyMatch(e -> e.contains("objective missed, decided to resumed"));
  }

  @Test
  void aNewerFailoverAfterThePromotionSupersedesThisOne() throws Exception {
    world.unreachable.add(EAST);
    world.failing.put("verify", FakeWorld.failure(FailureTypes.STALE_EPOCH, "epoch 5"));
    assertThat(run(byGroup()).outcome()).isEqualTo("SUPERSEDED");
  }

  @Test
  void aSwitchoverDrainsCatchesUpAndStopsFirst() throws Exception {
    group.verdict = Verdict.HEALTHY;
    FailoverResult result =
        run(Map.of("group", "na", "mode", "switchover", "target", WEST1, "reason", "patching"));

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.summary().toRegion()).isEqualTo(WEST1);
    assertThat(world.calls("acquire", "drain", "catch-up", "stop", "seal", "promote"))
        .containsSubsequence(
            "acquire SWITCHOVER", "drain", "catch-up", "stop us-east-1", "promote us-west-1");
  }

  @Test
  void aLaggingReadReplicaStopsASwitchover() throws Exception {
    group.verdict = Verdict.HEALTHY;
    world.readReplicaLagMs = 1500;
    FailoverResult result = run(Map.of("group", "na", "mode", "SWITCHOVER"));

    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("1500 ms");
    assertThat(world.calls("stop", "seal")).isEmpty();
    assertThat(world.calls("undrain")).hasSize(1);
  }

  @Test
  void anAbortedSwitchoverStartsTheLeaderAgain() throws Exception {
    group.verdict = Verdict.HEALTHY;
    world.failing.put("arm us-west-2", FakeWorld.failure(FailureTypes.NOT_READY, "no stream"));
    FailoverResult result = run(Map.of("group", "na", "mode", "SWITCHOVER"));

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(world.calls("unseal", "restart", "undrain"))
        .containsExactly(
            "unseal us-west-1 3", "unseal us-west-2 3", "restart us-east-1", "undrain");
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    group.verdict = Verdict.HEALTHY;
    FailoverResult result = run(Map.of("group", "na", "mode", "SWITCHOVER", "dryRun", true));

    assertThat(result.outcome()).isEqualTo("PLANNED");
    assertThat(result.plan().candidates()).hasSize(2);
    assertThat(world.calls("acquire", "drain", "seal", "release")).isEmpty();
  }

  @Test
  void aMisspeltFieldIsRefusedByName() throws Exception {
    FailoverResult result = run(Map.of("group", "na", "traget", WEST1));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("\"traget\"").contains("target");
    assertThat(world.calls).isEmpty();
  }

  @Test
  void anUnknownModeIsRefusedWithTheKnownOnes() throws Exception {
    FailoverResult result = run(Map.of("group", "na", "mode", "YOLO"));
    assertThat(result.reason()).contains("YOLO").contains("SWITCHOVER");
  }

  @Test
  void aLivingLeaderIsNotReplacedByAnUnplannedRun() throws Exception {
    group.verdict = Verdict.HEALTHY;
    FailoverResult result = run(Map.of("group", "na", "mode", "UNPLANNED"));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("HEALTHY");
    assertThat(world.calls("acquire", "seal")).isEmpty();
  }

  @Test
  void aBusyGroupNamesItsHolder() throws Exception {
    group.verdict = Verdict.HEALTHY;
    group.busyWith("drill/na");
    FailoverResult result = run(Map.of("group", "na"));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("drill/na");
  }

  @Test
  void residencyRulesOutACandidate() {
    Definition definition = TestDefinition.na();
    var rule = new io.traceo.workflows.topology.ResidencyRule(Map.of("metrics", List.of(EAST)));
    var closed =
        new Definition(
            definition.group(),
            List.of(new io.traceo.workflows.topology.Region(EAST, EAST, "US", List.of(), rule)),
            definition.failover(),
            definition.drill(),
            List.of(),
            false);
    FailoverPlan plan =
        Admission.plan(
            byGroup(),
            closed,
            EAST,
            1,
            world.survey(new SurveyRequest("na", List.of(WEST2, WEST1))).members(),
            world.route,
            CopySet.declared(closed.group(), EAST));
    assertThat(plan.refused()).isTrue();
    assertThat(plan.refusals().toString()).contains("residency");
  }

  @Test
  void cancellationBeforeThePromotionTakesEverythingBack() {
    world.unreachable.add(EAST);
    world.failing.put("arm us-west-2", FakeWorld.failure(FailureTypes.NOT_READY, "no stream"));
    WorkflowStub run = bed.begin(byGroup());
    await(() -> !world.calls("arm").isEmpty());
    run.cancel();
    // The SDK closes a cancelled run as cancelled; what came of it is what the group was told.
    assertThatThrownBy(() -> run.getResult(FailoverResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(group.told.get(group.told.size() - 1).stage()).isEqualTo("ABORTED");
    assertThat(world.upstreams).containsEntry(WEST2, EAST).containsEntry(WEST1, EAST);
  }

  @Test
  void cancellationAfterThePromotionEndsItOnlyOnceSomebodyElseHasActed() {
    world.unreachable.add(EAST);
    world.failing.put(
        "serving us-west-2", FakeWorld.failure(FailureTypes.UNREACHABLE, "the region is away"));
    WorkflowStub run = bed.begin(byGroup());
    await(() -> !world.calls("serving").isEmpty());
    run.cancel();
    int before = world.calls("status").size();
    await(() -> world.calls("status").size() > before + 1);
    assertThat(run.query("status", FailoverStatus.class).phase()).isEqualTo(FailoverPhase.RESUME);

    world.epochs.put(WEST1, 3L);
    assertThatThrownBy(() -> run.getResult(FailoverResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(group.told.get(group.told.size() - 1).stage()).isEqualTo("SUPERSEDED");
    assertThat(group.told.toString()).contains("the group has epoch 3, this run has 2");
  }

  @Test
  void anOrphanedRunIsTakenBackBeforeAndFinishedAfterThePromotion() throws Exception {
    world.unreachable.add(EAST);
    world.failing.put("arm us-west-2", FakeWorld.failure(FailureTypes.NOT_READY, "no stream"));
    WorkflowStub first = bed.begin(byGroup());
    await(() -> !world.calls("arm").isEmpty());
    FailoverStatus left = first.query("status", FailoverStatus.class);
    first.terminate("as an operator may");
    world.failing.clear();

    FailoverResult result = run(continuing(left));
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(world.upstreams).containsEntry(WEST2, EAST).containsEntry(WEST1, EAST);
  }

  @Test
  void anOrphanAfterThePromotionIsFinished() throws Exception {
    world.unreachable.add(EAST);
    world.routeRefusals.set(Integer.MAX_VALUE);
    WorkflowStub first = bed.begin(byGroup());
    await(() -> !world.calls("route us-west-2").isEmpty());
    FailoverStatus left = first.query("status", FailoverStatus.class);
    first.terminate("as an operator may");
    world.routeRefusals.set(0);

    FailoverResult result = run(continuing(left));
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(world.route.writeRegion()).isEqualTo(WEST2);
  }

  private static FailoverRequest continuing(FailoverStatus left) {
    return new FailoverRequest(
        "na",
        left.mode().name(),
        null,
        "orphaned",
        "group",
        false,
        new Authority("na-2", null, EAST, 2, TestDefinition.na(), left, null, null),
        new HashMap<>());
  }
}
