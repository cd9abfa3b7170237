package io.traceo.workflows.failover;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FailoverBed.step;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.approval.Approval;
import io.traceo.workflows.approval.ApprovalSubject;
import io.traceo.workflows.approval.AwaitedApproval;
import io.traceo.workflows.approval.TestKeys;
import io.traceo.workflows.budget.Budget;
import io.traceo.workflows.budget.ExpiryAction;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.group.Verdict;
import io.traceo.workflows.topology.OnLastCopy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fewer sealed than the proof needs: only people may say that somebody leads all the same. */
class TooFewSealedTest {
  private static final Budget MINUTE = new Budget(Duration.ofMinutes(1), ExpiryAction.ABORT);

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

  private static RuntimeException away() {
    return FakeWorld.failure(FailureTypes.UNREACHABLE, "it is away");
  }

  private static Definition asking(Definition given) {
    return TestDefinition.asking(given, TestKeys.settings());
  }

  private WorkflowStub asked(FailoverRequest request) throws Exception {
    WorkflowStub run = bed.begin(request);
    await(() -> awaiting(run) != null);
    return run;
  }

  /** One follower is away when the plan is made. */
  private WorkflowStub askedByPlan() throws Exception {
    world.unreachable.add(WEST1);
    return asked(FailoverBed.byGroup(asking(TestDefinition.na())));
  }

  /** One follower answers, and then can't be sealed. */
  private WorkflowStub askedBySeals() throws Exception {
    world.failing.put("seal " + WEST1, away());
    return asked(FailoverBed.byGroup(asking(TestDefinition.na())));
  }

  private static AwaitedApproval awaiting(WorkflowStub run) {
    return run.query("status", FailoverStatus.class).awaiting();
  }

  /** Nobody has proven who started it, so two have to say yes. */
  private FailoverResult approved(WorkflowStub run) {
    for (String who : List.of("bob", "cyd")) {
      approve(run, who);
    }
    return run.getResult(FailoverResult.class);
  }

  private void approve(WorkflowStub run, String who) {
    long now = environment.currentTimeMillis();
    Receipt unused =
        run.update(
            "approve",
            Receipt.class,
            TestKeys.signed(
                new Approval(
                    awaiting(run).subjectHash(),
                    who,
                    now,
                    now + 600_000,
                    false,
                    null,
                    null,
                    null)));
  }

  private void assertTakenBack(FailoverResult result, String... unsealed) {
    assertThat(world.calls("arm", "promote")).isEmpty();
    assertThat(world.calls("unseal")).contains(unsealed);
    assertThat(result.summary().toRegion()).isNull();
    assertThat(world.calls("release")).hasSize(1);
  }

  @Test
  void whoIsMissingAndWhatMayBeLostIsNamed() throws Exception {
    WorkflowStub run = askedByPlan();
    ApprovalSubject subject = awaiting(run).subject();
    assertThat(subject.target()).isEqualTo(WEST2);
    assertThat(subject.reasons()).hasSize(2);
    assertThat(subject.reasons().get(0)).contains("0 of the 1 followers", "fewer copies");
    assertThat(subject.reasons().get(1))
        .contains("only 1 of the 2 members", "needed sealed, not us-west-1")
        .contains("acknowledged writes that only us-west-1 or us-east-1 hold may be lost")
        .contains("alive together they go on acknowledging writes beside the new leader")
        .contains("needs an approval that the old leader us-east-1 is down");
    assertThat(subject.loss().text())
        .isEqualTo(
            "unknown: no observer has seen the leader's position; at most everything that us-west-2"
                + " lacks after position 1000 of timeline 1");
    FailoverPlan plan = run.query("status", FailoverStatus.class).plan();
    assertThat(plan.shortfall().unsealed()).containsExactly(WEST1);
    assertThat(plan.steps()).anyMatch(s -> s.startsWith("approval: only 1 of the 2 members"));
    environment.sleep(Duration.ofMinutes(40));
    assertThat(world.calls("arm", "promote")).isEmpty();
  }

  @Test
  void theSpanIsSaidWhereAnObserverHasSeenTheLeader() throws Exception {
    bed.group.observations =
        List.of(
            new Observation(
                "control", EAST, View.DEAD, 0, "x", Map.of(), null, null, 1700L, 0L, 0L));
    assertThat(awaiting(askedByPlan()).subject().loss().text())
        .startsWith("at most 700 bytes of log: 700 that control saw");
  }

  @Test
  void approvedItLeadsAndTheReportNamesTheLoss() throws Exception {
    FailoverResult result = approved(askedByPlan());
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.summary().toRegion()).isEqualTo(WEST2);
    assertThat(world.armed.quorum()).isZero();
    assertThat(result.plan().shortfall().loss()).isTrue();
    assertThat(step(result, "loss").outcome()).isEqualTo("POSSIBLE");
    assertThat(step(result, "loss").detail()).contains("only us-west-1 or us-east-1 held");
    assertThat(world.calls("rejoin")).contains("rejoin us-east-1", "rejoin us-west-1");
  }

  @Test
  void peopleAreAskedTooWhenOnlySealingShowsIt() throws Exception {
    WorkflowStub run = askedBySeals();
    assertThat(awaiting(run).subject().reasons().toString())
        .contains("fewer copies", "only 1 of the 2 members");
    FailoverResult result = approved(run);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.plan().shortfall().unsealed()).containsExactly(WEST1);
    assertThat(result.summary().steps()).extracting("name").contains("loss", "approval");
    assertThat(step(result, "promote").detail()).contains("only 1 of the 2 members");
    assertThat(step(result, "promote").outcome()).as("nothing failed").isEqualTo("SKIPPED");
    assertThat(step(result, "approval").outcome()).isEqualTo("DONE");
  }

  @Test
  void whoCanBeSealedAfterAllSparesTheApproval() throws Exception {
    WorkflowStub run = askedBySeals();
    approve(run, "bob");
    world.failing.clear();
    FailoverResult result = run.getResult(FailoverResult.class);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(world.armed.survivors()).hasSize(1);
    assertThat(world.armed.quorum()).isEqualTo(1);
    assertThat(result.plan().approvals()).isEmpty();
    assertThat(result.plan().shortfall()).isNull();
    assertThat(result.summary().steps()).extracting("name").doesNotContain("loss");
    assertThat(step(result, "approval").outcome()).as("nobody's yes counted").isEqualTo("SKIPPED");
  }

  @Test
  void whoIsFurtherWhenItCanBeSealedLeads() throws Exception {
    world.positions.put(WEST1, 2000L);
    WorkflowStub run = askedBySeals();
    assertThat(awaiting(run).subject().target()).isEqualTo(WEST2);
    world.failing.clear();
    assertThat(run.getResult(FailoverResult.class).summary().toRegion()).isEqualTo(WEST1);
  }

  @Test
  void aPausedRunPromotesNobodyAlsoWhenEnoughAreSealed() throws Exception {
    WorkflowStub run = askedBySeals();
    run.update("pause", Receipt.class, new RunOrder("bob", "looking"));
    world.failing.clear();
    environment.sleep(Duration.ofMinutes(2));
    assertThat(world.calls("seal us-west-1")).isNotEmpty();
    assertThat(world.calls("arm", "promote")).isEmpty();
    run.update("resume", Receipt.class, new RunOrder("bob", "go on"));
    assertThat(run.getResult(FailoverResult.class).outcome()).isEqualTo("DONE");
  }

  @Test
  void refusedByAPersonItIsTakenBack() throws Exception {
    WorkflowStub run = askedByPlan();
    run.update("abort", Receipt.class, new RunOrder("bob", "us-west-1 is being mended"));
    FailoverResult result = run.getResult(FailoverResult.class);
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertTakenBack(result, "unseal us-west-2 3", "unseal us-west-1 3");
    assertThat(result.summary().epoch()).isEqualTo(3);
  }

  @Test
  void withoutAnAnswerInTimeItIsTakenBack() throws Exception {
    world.failing.put("seal " + WEST1, away());
    FailoverResult result =
        bed.run(FailoverBed.byGroup(TestDefinition.patient(asking(TestDefinition.na()), MINUTE)));
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("nobody approved within 60 s");
    assertTakenBack(result, "unseal us-west-2 3");
  }

  @Test
  void withoutPeopleInTheTopologyItIsRefused() throws Exception {
    world.unreachable.add(WEST1);
    FailoverResult result = bed.run(FailoverBed.byGroup(TestDefinition.na()));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("only 1 of 2 members could be sealed");
    assertThat(result.plan().approvals()).isEmpty();
    assertTakenBack(result, "unseal us-west-2 3");
  }

  @Test
  void whereNoWriteMayStandAloneNobodyIsAsked() throws Exception {
    world.unreachable.add(WEST1);
    FailoverResult result = bed.run(FailoverBed.byGroup(asking(TestDefinition.blocking())));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("only 1 of 2 members could be sealed");
    assertTakenBack(result, "unseal us-west-2 3");
  }

  @Test
  void nobodyIsAskedWhileTheLeaderAnswers() throws Exception {
    for (Verdict lives : List.of(Verdict.HEALTHY, Verdict.QUORUM_LOST)) {
      bed.group.verdict = lives;
      world.unreachable.add(WEST1);
      FailoverResult result = bed.run(FailoverBed.byGroup(asking(TestDefinition.na())));
      assertThat(result.outcome()).isEqualTo("ABORTED");
      assertThat(result.reason()).contains("us-east-1 answers again (" + lives + ")");
      assertThat(result.events()).noneMatch(e -> e.contains("waits for an approval"));
      assertTakenBack(result, "unseal us-west-2 3");
      world.calls.clear();
      world.epochs.replaceAll((region, epoch) -> 1L);
    }
  }

  /** By another control plane, after this one had looked. */
  @Test
  void nobodyIsAskedWhenOneWasJustPromotedByAnother() throws Exception {
    world.meanwhile.put("seal " + WEST2, () -> world.leader = WEST2);
    FailoverResult result =
        bed.run(FailoverBed.byGroup(TestDefinition.patient(asking(TestDefinition.na()), MINUTE)));
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("us-west-2 leads");
    assertThat(result.events()).noneMatch(e -> e.contains("waits for an approval"));
    assertTakenBack(result, "unseal us-west-1 3");
  }

  @Test
  void aLeaderThatComesBackReadOnlyIsBetterThanAnApproval() throws Exception {
    endsOnceTheLeaderIsBack(askedByPlan());
  }

  @Test
  void itIsBetterThanALastCopyToo() throws Exception {
    Definition pair = asking(TestDefinition.pair(OnLastCopy.DEGRADE_WITH_APPROVAL));
    endsOnceTheLeaderIsBack(asked(FailoverBed.byGroup(pair)));
  }

  private void endsOnceTheLeaderIsBack(WorkflowStub run) throws Exception {
    bed.group.observations =
        List.of(new Observation("control", EAST, View.READ_ONLY, 0, "x", Map.of(), null, null));
    FailoverResult result = run.getResult(40, TimeUnit.SECONDS, FailoverResult.class);
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains("us-east-1 is back, read-only");
    assertTakenBack(result, "unseal us-west-2 3");
  }

  @Test
  void anOldLeaderThatCannotBeSealedAfterAllIsAskedAbout() throws Exception {
    world.unreachable.clear();
    world.startedAgain();
    world.failing.put("seal us-east-1", away());
    bed.group.observations =
        List.of(new Observation("control", EAST, View.READ_ONLY, 0, "x", Map.of(), null, null));
    Definition pair = asking(TestDefinition.pair(OnLastCopy.DEGRADE_WITH_APPROVAL));
    WorkflowStub run = asked(FailoverBed.withLeaderReadOnly(pair));
    assertThat(awaiting(run).subject().reasons().toString())
        .contains("fewer copies", "us-east-1 answered, read-only, and could not be sealed");
    assertThat(awaiting(run).subject().target()).isEqualTo(WEST2);
    FailoverResult result = approved(run);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(step(result, "loss").outcome()).isEqualTo("NONE");
  }

  /** It may have what the others never got, and is no copy until it was compared. */
  @Test
  void oneOutsideTheSetOnAnOlderTimelineIsNoCopy() throws Exception {
    world.unreachable.clear();
    world.startedAgain();
    world.timelines.put(EAST, 2);
    world.unreachable.add(WEST1);
    CopySet armed = CopySet.of(List.of(WEST1), 1, 0, "armed");
    WorkflowStub run = asked(FailoverBed.withLeaderReadOnly(asking(TestDefinition.na()), armed));
    assertThat(awaiting(run).subject().reasons().toString()).contains("fewer copies");
    FailoverResult result = approved(run);
    assertThat(result.summary().toRegion()).as("%s", result).isEqualTo(EAST);
    assertThat(world.armed.survivors()).isEmpty();
  }

  @Test
  void nextToASealedOldLeaderAMajorityIsWaitedFor() throws Exception {
    world.unreachable.clear();
    world.startedAgain();
    world.unreachable.addAll(List.of(WEST1, WEST2));
    FailoverResult result = bed.run(FailoverBed.withLeaderReadOnly(asking(TestDefinition.na())));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("2 needed with us-east-1");
    assertTakenBack(result, "unseal us-east-1 3");
  }

  @Test
  void aPlannedSwitchIsNotAsked() throws Exception {
    world.unreachable.clear();
    world.failing.put("seal " + WEST1, away());
    bed.group.definition = asking(TestDefinition.na());
    FailoverResult result = bed.run(Map.of("group", "na", "reason", "test"));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("members could be sealed");
    assertThat(result.events()).noneMatch(e -> e.contains("waits for an approval"));
    assertTakenBack(result, "unseal us-west-2 3");
  }
}
