package io.traceo.workflows.restore;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.testing.WorkflowReplayer;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FailoverResult;
import io.traceo.workflows.failover.FailoverWorkflowImpl;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.group.Grant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restored server takes over, or nothing of it is left; each test replays both histories. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TakeOverTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RestoreBed bed;
  private FakeWorld world;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RestoreBed(environment);
    world = bed.world;
  }

  static Map<String, Object> request(String... lost) {
    Map<String, Object> request = new HashMap<>();
    request.put("group", "na");
    request.put("takeOver", true);
    request.put("acceptLoss", true);
    request.put("lost", List.of(lost));
    return request;
  }

  /** Every database is gone, and a person says so. */
  private Map<String, Object> allLost() {
    world.unreachable.addAll(List.of(EAST, WEST2, WEST1));
    return request(EAST, WEST1);
  }

  private void replayChild() throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        bed.client.fetchHistory(bed.takeOver()), FailoverWorkflowImpl.class);
  }

  private RestoreReport done(Map<String, Object> request) throws Exception {
    RestoreReport report = bed.restore(request);
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertThat(world.leader).isEqualTo(WEST2);
    assertThat(bed.backups.installed).isNotNull();
    assertThat(world.calls("discard", "uninstall")).isEmpty();
    bed.client.newUntypedWorkflowStub(bed.takeOver()).getResult(FailoverResult.class);
    replayChild();
    return report;
  }

  private RestoreReport takenBack(Map<String, Object> request, String reason) throws Exception {
    RestoreReport report = bed.restore(request);
    assertThat(report.verdict()).as("%s", report).isEqualTo("FAILED");
    assertThat(report.reason()).contains(reason);
    nothingLeft();
    replayChild();
    return report;
  }

  private void nothingLeft() {
    assertThat(world.leader).isEqualTo(EAST);
    assertThat(bed.backups.installed).isNull();
    assertThat(world.calls("discard")).hasSize(1);
    assertThat(bed.group.holder()).isNull();
    bed.assertNothingHalfRestored();
  }

  @Test
  void aGroupThatLostEveryDatabaseIsLedByItsBackup() throws Exception {
    RestoreReport report = done(allLost());
    assertThat(world.calls("acquire", "seal", "install", "arm", "promote", "route ", "verify"))
        .containsSubsequence(
            "acquire RESTORE",
            "install us-west-2",
            "seal us-west-2",
            "arm us-west-2",
            "promote us-west-2",
            "route us-west-2 us-west-2",
            "verify");
    assertThat(world.calls("seal us-east", "seal us-west-1", "drain", "stop")).isEmpty();
    assertThat(world.armed.survivors()).isEmpty();
    assertThat(world.armed.quorum()).isZero();
    assertThat(world.calls("rejoin"))
        .containsExactlyInAnyOrder("rejoin us-east-1", "rejoin us-west-1");
    assertThat(world.calls("copies")).containsExactly("copies us-east-1,us-west-1");
    assertThat(report.steps())
        .extracting(StepRecord::name)
        .contains("verify", "take-over.install", "take-over.promote", "take-over.resume");
    assertThat(report.recoveryTimeMs()).isNotNull();
    assertThat(report.recoveryPointSeconds()).isEqualTo(0.4);
  }

  @Test
  void aMemberThatNeverComesBackHoldsUpNobody() throws Exception {
    Map<String, Object> request = allLost();
    world.failing.put("rejoin us-east-1", failure(FailureTypes.UNREACHABLE, "gone"));
    world.failing.put("fence us-east-1", failure(FailureTypes.UNREACHABLE, "gone"));
    RestoreReport report = bed.restore(request);
    assertThat(report.verdict()).isEqualTo("DONE");
    await(() -> !world.calls("rejoin us-west-1").isEmpty());
    assertThat(bed.seen(bed.takeOver(), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED))
        .isFalse();
  }

  @Test
  void aLivingLeaderIsDrainedAndStoppedAndEverybodyElseCutOff() throws Exception {
    RestoreReport report = done(request());
    assertThat(report.reason()).isNull();
    assertThat(
            world.calls("drain", "stop", "seal", "install", "promote", "fence", "catch-up").stream()
                .toList())
        .containsExactly(
            "drain",
            "stop us-east-1",
            "seal us-west-1",
            "install us-west-2",
            "seal us-west-2",
            "promote us-west-2");
  }

  @Test
  void whoeverIsNeitherInReachNorLostIsNamed() throws Exception {
    world.unreachable.addAll(List.of(EAST, WEST1));
    RestoreReport report = bed.restore(request(EAST));
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains("us-west-1 does not answer", "name it in lost");
    assertThat(report.reason()).doesNotContain("us-east-1 does not");
    bed.assertNothingTouched();
  }

  @Test
  void whoAnswersIsNotLost() throws Exception {
    RestoreReport report = bed.restore(request(WEST1));
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains("us-west-1 is named in lost, but it answers: not lost");
    bed.assertNothingTouched();
  }

  @Test
  void theLossHasToBeAccepted() throws Exception {
    Map<String, Object> request = request();
    request.put("acceptLoss", false);
    assertThat(bed.restore(request).reason()).contains("0.4 s", "acceptLoss");
    bed.assertNothingTouched();
  }

  @Test
  void anUnknownLossHasToBeAcceptedToo() throws Exception {
    bed.backups.lossSeconds = null;
    Map<String, Object> request = request();
    request.put("acceptLoss", false);
    RestoreReport report = bed.restore(request);
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains("unknown");
  }

  @ParameterizedTest
  @CsvSource({"region, us-east-1, is the recorded leader", "lost, eu-west-1, is no member"})
  void whatCanNotTakeOverIsRefused(String field, String value, String reason) throws Exception {
    Map<String, Object> request = request();
    request.put(field, field.equals("lost") ? List.of(value) : value);
    RestoreReport report = bed.restore(request);
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains(reason);
    bed.assertNothingTouched();
  }

  @Test
  void aLostMemberThatComesBackMeanwhileEndsIt() throws Exception {
    Map<String, Object> request = allLost();
    bed.once("check 1 us-east-1", () -> world.unreachable.remove(WEST1));
    takenBack(request, "us-west-1 is named in lost, but it answers");
    assertThat(world.calls("install", "seal")).isEmpty();
  }

  @Test
  void anotherLeaderSinceThePlanEndsIt() throws Exception {
    bed.once("check 1 us-east-1", () -> world.moved(WEST1));
    RestoreReport report = bed.restore(request());
    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).contains("us-west-1 leads, and us-east-1 did");
    assertThat(world.calls("install", "drain")).isEmpty();
    bed.assertNothingHalfRestored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"install us-west-2", "seal us-west-2", "arm us-west-2"})
  void whateverFailsBeforeThePromotionIsTakenBack(String call) throws Exception {
    world.failing.put(call, failure(FailureTypes.CONFLICT, "no"));
    takenBack(request(), "no");
    assertThat(world.calls("promote")).isEmpty();
    assertThat(world.calls("uninstall", "unseal", "restart", "undrain"))
        .containsExactlyInAnyOrder(
            "uninstall us-west-2 3", "unseal us-west-1 3", "restart us-east-1", "undrain");
    assertThat(world.calls("unseal", "restart", "undrain"))
        .containsExactly("unseal us-west-1 3", "restart us-east-1", "undrain");
  }

  @Test
  void anInstallWhoseAnswerWasLostIsTakenBack() throws Exception {
    world.answerLost.put(
        "install us-west-2", failure(FailureTypes.CONFLICT, "the answer never came"));
    takenBack(request(), "the answer never came");
    assertThat(world.calls("uninstall")).containsExactly("uninstall us-west-2 3");
    assertThat(world.upstreams).containsEntry(WEST2, EAST);
  }

  @Test
  void aPromotionWhoseAnswerWasLostIsFoundAndGoesForward() throws Exception {
    world.answerLost.put(
        "promote us-west-2", failure(FailureTypes.CONFLICT, "the answer never came"));
    done(allLost());
  }

  @Test
  void aPromotionThatDidNotHappenIsSettledByAHigherEpochAndFollowsNobody() throws Exception {
    world.failing.put("promote us-west-2", failure(FailureTypes.CONFLICT, "not promoted"));
    takenBack(allLost(), "not promoted");
    assertThat(world.calls("seal us-west-2")).hasSize(2);
    assertThat(world.calls("unseal us-west-2")).isEmpty();
  }

  @Test
  void onlyWhatWasReplayedAndVerifiedIsPromoted() throws Exception {
    Map<String, Object> request = allLost();
    bed.once("seal us-west-2", () -> world.positions.put(WEST2, 901L));
    takenBack(request, "restored and verified was 900 on timeline 1");
    assertThat(world.calls("promote")).isEmpty();
  }

  @Test
  void anOtherThatCanNoLongerBeCutOffIsNamed() throws Exception {
    world.failing.put("seal us-west-1", failure(FailureTypes.UNREACHABLE, "away"));
    takenBack(request(), "us-west-1 answers no more");
    assertThat(world.calls("install")).isEmpty();
  }

  @Test
  void theGroupsOwnTriesAreWaitedFor() throws Exception {
    bed.group.busyWith("failover/na/2-1");
    AtomicInteger asked = new AtomicInteger();
    world.meanwhile.put(
        "acquire RESTORE",
        () -> {
          if (asked.incrementAndGet() == 3) {
            bed.group.release(new Grant.Release("na", "na-7", null));
          }
        });
    done(allLost());
    assertThat(asked.get()).isEqualTo(3);
  }

  @Test
  void aGroupThatStaysBusyIsNotTakenOver() throws Exception {
    bed.group.busyWith("failover/na/2-1");
    RestoreReport report = bed.restore(allLost());
    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).contains("busy with failover/na/2-1");
    bed.assertNothingHalfRestored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seal us-west-1", "install us-west-2", "seal us-west-2", "arm us-west-2"})
  void cancelledBeforeThePromotionNothingIsLeft(String call) throws Exception {
    bed.once(
        call,
        () -> {
          bed.client.newUntypedWorkflowStub("Restore").cancel();
          await(
              () -> bed.seen(bed.takeOver(), EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED));
          world.failing.put(call, failure(FailureTypes.STALE_EPOCH, "raised meanwhile"));
        });
    cancelled();
    assertThat(bed.kept().verdict()).isEqualTo("FAILED");
    nothingLeft();
  }

  @Test
  void cancelledAfterThePromotionItGoesForwardAndIsKept() throws Exception {
    bed.once("route us-west-2 us-west-2", bed.client.newUntypedWorkflowStub("Restore")::cancel);
    cancelled();
    assertThat(bed.kept().verdict()).as("%s", bed.kept()).isEqualTo("DONE");
    assertThat(world.leader).isEqualTo(WEST2);
    assertThat(world.calls("discard", "uninstall")).isEmpty();
  }

  private void cancelled() throws Exception {
    WorkflowStub run = bed.begin("Restore", request());
    assertThatThrownBy(() -> run.getResult(RestoreReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    bed.replay("Restore");
    replayChild();
  }

  @Test
  void nobodyTypesIt() {
    FailoverResult result =
        bed.begin("Failover", Map.of("group", "na", "mode", "restore"))
            .getResult(FailoverResult.class);
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("traceo restore GROUP");
    bed.assertNothingTouched();
  }
}
