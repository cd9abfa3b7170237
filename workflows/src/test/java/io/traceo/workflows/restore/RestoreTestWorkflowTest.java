package io.traceo.workflows.restore;

import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restore tests: GREEN only when everything was proven; always thrown away, always reported. */
class RestoreTestWorkflowTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RestoreBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RestoreBed(environment);
  }

  private RestoreReport red(String reason) throws Exception {
    RestoreReport report = bed.test();
    assertThat(report.verdict()).as("%s", report).isEqualTo("RED");
    assertThat(report.reason()).contains(reason);
    assertThat(bed.kept()).isEqualTo(report);
    bed.assertNothingHalfRestored();
    return report;
  }

  @Test
  void theNewestBackupIsRestoredVerifiedMeasuredAndThrownAway() throws Exception {
    RestoreReport report = bed.test();
    assertThat(report.verdict()).as("%s", report).isEqualTo("GREEN");
    assertThat(report.reason()).isNull();
    assertThat(bed.world.calls("list", "plan", "fetch", "replay", "check", "discard", "save"))
        .containsExactly(
            "list",
            "plan us-west-2 LATEST",
            "fetch",
            "replay LATEST",
            "check 1 us-east-1",
            "discard",
            "save");
    assertThat(report.recoveryPointSeconds()).isEqualTo(0.4);
    assertThat(report.recoveryTimeMs()).isNotNull();
    assertThat(report.objectives())
        .extracting(Objective::name)
        .containsExactly(
            "age of the newest backup", "archive lag", "recovery time", "recovery point");
    assertThat(report.objectives()).allMatch(Objective::met);
    assertThat(report.checks()).hasSize(1);
    bed.assertNothingHalfRestored();
  }

  @Test
  void howTheRecoveryPointWasMeasuredIsSaid() throws Exception {
    assertThat(bed.test().objectives().get(3).measured())
        .isEqualTo("0.4 s (the archive's end against the leader's last known commit)");
  }

  @Test
  void withoutTheLeadersLastCommitItsClockAtTheArchivesEndCounts() throws Exception {
    bed.backups.lossSeconds = null;
    bed.backups.archive = () -> bed.backups.state(7_000, null);
    RestoreReport report = bed.test();
    assertThat(report.recoveryPointSeconds()).isBetween(7.0, 9.0);
    assertThat(report.objectives().get(3).measured()).contains("the moment of the plan against");
  }

  @Test
  void aLossAboveTheLimitIsRed() throws Exception {
    bed.backups.lossSeconds = 61.0;
    red("recovery point 61.0 s");
  }

  @Test
  void anArchiveThatStoppedIsRedAlthoughTheRestoreWorks() throws Exception {
    bed.backups.archive = () -> bed.backups.state(61_000, null);
    RestoreReport report = red("the archive stopped 61 s ago at 0/384, the limit is 60 s");
    assertThat(report.recoveryTimeMs()).isNotNull();
  }

  @Test
  void anArchiveWithinItsLimitIsGreen() throws Exception {
    bed.backups.archive = () -> bed.backups.state(58_000, null);
    assertThat(bed.test().verdict()).isEqualTo("GREEN");
  }

  @Test
  void aHoleInTheArchiveIsRed() throws Exception {
    bed.backups.archive = () -> bed.backups.state(0, "log is gone");
    red("the archive stopped: log is gone");
  }

  @Test
  void noArchiveAtAllIsRed() throws Exception {
    bed.backups.archive = () -> null;
    red("nothing was ever archived");
  }

  @Test
  void anOldBackupIsRed() throws Exception {
    bed.backups.backupAgeMs = Duration.ofHours(27).toMillis();
    red("age of the newest backup");
  }

  @Test
  void noBackupIsRed() throws Exception {
    bed.backups.anyBackup = false;
    red("the store has no good backup");
  }

  @Test
  void whatIsNoGoodBackupIsRed() throws Exception {
    bed.backups.broken = List.of("20261125T030000Z: its manifest is of another cluster");
    red("another cluster");
  }

  @Test
  void aReplayThatEndsEarlyIsRed() throws Exception {
    bed.backups.replayedTo = 800;
    red("the replay ended at 0/320, the archive is said to reach 0/384");
  }

  @Test
  void aFailedCheckIsRedWithItsName() throws Exception {
    bed.backups.checks =
        List.of(new Check("checksums", false, "page 3 of 16384"), new Check("heap", true, ""));
    red("check failed, checksums: page 3 of 16384");
  }

  @Test
  void aRestoreThatChecksNothingIsRed() throws Exception {
    bed.backups.checks = List.of();
    red("nothing was checked");
  }

  @Test
  void aPlanThatRefusesIsRed() throws Exception {
    bed.backups.refusals = List.of("no space: 3 GiB are needed");
    red("no space: 3 GiB are needed");
    assertThat(bed.world.calls("fetch")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fetch", "replay LATEST", "check 1 us-east-1"})
  void aDamagedObjectIsRedWithTheReason(String step) throws Exception {
    bed.world.failing.put(step, failure(FailureTypes.CORRUPT, "piece 00003 is not what was put"));
    red("piece 00003 is not what was put");
    assertThat(bed.world.calls("discard")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "plan us-west-2 LATEST", "fetch"})
  void troubleThatProvesNothingIsRedAndNeverGreen(String step) throws Exception {
    bed.world.failing.put(step, failure(FailureTypes.UNREACHABLE, "the store is away"));
    if (step.equals("fetch")) {
      // Thousands of tries a second apart prove no more than one, and a second one comes too late.
      bed.readyAfter(step, "RestoreTest", Duration.ofHours(3));
    }
    red(step.equals("fetch") ? "fetch: " : "the store is away");
  }

  @Test
  void withoutALeaderNothingIsComparedWithOne() throws Exception {
    bed.group.verdict = Verdict.UNKNOWN;
    assertThat(bed.test().verdict()).isEqualTo("GREEN");
    assertThat(bed.world.calls("check")).containsExactly("check 1 null");
  }

  @Test
  void aGroupWhoseWatchHasJustBegunIsAskedAgain() throws Exception {
    bed.group.verdict = Verdict.UNKNOWN;
    AtomicInteger asked = new AtomicInteger();
    bed.world.meanwhile.put(
        "status",
        () -> bed.group.verdict = asked.incrementAndGet() < 3 ? Verdict.UNKNOWN : Verdict.HEALTHY);
    assertThat(bed.test().verdict()).isEqualTo("GREEN");
    assertThat(bed.world.calls("check")).containsExactly("check 1 us-east-1");
  }

  @Test
  void aDryRunRestoresNothing() throws Exception {
    RestoreReport report =
        bed.begin("RestoreTest", Map.of("group", "na", "dryRun", true))
            .getResult(RestoreReport.class);
    assertThat(report.verdict()).isEqualTo("PLANNED");
    assertThat(report.plan()).isNotNull();
    assertThat(bed.world.calls("fetch", "save")).isEmpty();
  }

  @Test
  void aGroupWithoutRunbooksIsRefused() throws Exception {
    bed.group.definition = TestDefinition.na();
    assertThat(bed.test().verdict()).isEqualTo("REFUSED");
    bed.assertNothingTouched();
  }

  @Test
  void aFetchWhoseAnswerWasLostIsThrownAwayToo() throws Exception {
    bed.world.answerLost.put("fetch", failure(FailureTypes.CONFLICT, "the answer never came"));
    red("the answer never came");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fetch", "replay LATEST", "check 1 us-east-1"})
  void cancelledItThrowsAwayAndReports(String call) throws Exception {
    bed.cancelDuring(call, "RestoreTest");
    WorkflowStub run = bed.begin("RestoreTest", Map.of("group", "na"));
    assertThatThrownBy(() -> run.getResult(RestoreReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    bed.replay("RestoreTest");
    assertThat(bed.kept().verdict()).isEqualTo("RED");
    bed.assertNothingHalfRestored();
    assertThat(bed.world.calls("discard")).hasSize(1);
  }
}
