package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.RunState;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.restore.ArchiveState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every database destroyed: the group is brought back from its backup, whatever else happens. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrillColdTest {
  private static final Map<String, Object> COLD = Map.of("group", "na", "mode", "cold");

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
    bed.group.definition = TestDefinition.backedUp();
    bed.group.describes = id -> new RunState(false, "not found", null);
    // Seeded again, a member answers again.
    for (String region : List.of(EAST, WEST1)) {
      bed.world.meanwhile.put("rejoin " + region, () -> bed.world.unreachable.remove(region));
    }
  }

  private static Objective objective(DrillReport report, String name) {
    return DrillBed.objective(report, name);
  }

  private void refused(Map<String, Object> request, String reason) throws Exception {
    DrillReport report = bed.run(request);
    assertThat(report.verdict()).as("%s", report).isEqualTo("REFUSED");
    assertThat(report.reason()).contains(reason);
    assertThat(bed.world.calls("inject", "ledger", "fetch")).isEmpty();
  }

  private void back() {
    assertThat(bed.world.leader).isEqualTo(EAST);
    assertThat(bed.world.unreachable).isEmpty();
    assertThat(bed.group.holder()).isNull();
    assertThat(bed.lab.ledgerRuns).isFalse();
    assertThat(bed.backups.standing).isEmpty();
  }

  @Test
  void aGroupThatLostEverythingIsBroughtBackAndMeasured() throws Exception {
    DrillReport report = bed.run(COLD);
    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.mode()).isEqualTo("COLD");
    assertThat(report.fault()).isEqualTo("DESTROY");
    assertThat(report.toRegion()).isEqualTo(WEST2);
    assertThat(
            bed.world.calls(
                "ledger start",
                "inject",
                "fetch",
                "install",
                "promote",
                "ledger conv",
                "lift",
                "await",
                "ledger acc"))
        .startsWith("ledger start", "inject", "fetch", "install us-west-2", "promote us-west-2")
        .endsWith("promote us-east-1", "ledger account us-east-1 us-west-2")
        .doesNotContain("lift");
    assertThat(report.steps())
        .extracting(StepRecord::name)
        .contains("recover.fetch", "recover.verify", "install", "promote", "restore.promote");
    assertThat(report.objectives())
        .extracting(Objective::name)
        .containsExactly(
            "recovery time",
            "recovery point",
            "acknowledged writes lost",
            "writes acknowledged by two leaders",
            "duplicates",
            "clients converged",
            "original order restored");
    back();
  }

  @Test
  void lostWritesAreCountedAndHeldToTheRecoveryPoint() throws Exception {
    bed.lab.lost = 31;
    bed.lab.lostSinceMs = 1_500L;
    DrillReport report = bed.run(COLD);
    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(objective(report, "recovery point").measured()).isEqualTo("1.5 s");
    Objective lost = objective(report, "acknowledged writes lost");
    assertThat(lost.limit()).isEqualTo("by recovery point");
    assertThat(lost.measured()).isEqualTo("31");
    assertThat(objective(report, "recovery time").limit()).isEqualTo("<= 3600000 ms");
  }

  @Test
  void aRecoveryPointThatWasNotMeasuredIsNotMet() throws Exception {
    bed.lab.lost = 31;
    DrillReport report = bed.run(COLD);
    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(DrillBed.unmet(report)).contains("recovery point", "acknowledged writes lost");
    assertThat(objective(report, "recovery point").measured()).isEqualTo("not measured");
  }

  @Test
  void olderLostWritesThanPromisedFail() throws Exception {
    bed.lab.lost = 1;
    bed.lab.lostSinceMs = 60_001L;
    assertThat(bed.run(COLD).verdict()).isEqualTo("FAILED");
  }

  @Test
  void thePlanSaysThatItCanNotBeLifted() throws Exception {
    DrillReport report = bed.run(Map.of("group", "na", "mode", "cold", "dryRun", true));
    assertThat(report.verdict()).isEqualTo("PLANNED");
    assertThat(bed.status().plan().toString())
        .contains("DESTROY of every database", "can't be lifted", "up to 3600 s");
    bed.assertNothingTouched();
  }

  @Test
  void withoutRunbooksNothingIsDestroyed() throws Exception {
    bed.group.definition = TestDefinition.na();
    refused(COLD, "no runbooks for backups");
  }

  @Test
  void anArchiveThatIsBehindKeepsItFromStarting() throws Exception {
    bed.backups.archive = () -> new ArchiveState(EAST, 1, 900, 1, 1, null);
    refused(COLD, "s behind, the limit is 60 s");
  }

  @Test
  void anArchiveThatStoppedKeepsItFromStarting() throws Exception {
    bed.backups.archive = () -> new ArchiveState(EAST, 1, 900, Long.MAX_VALUE, 1, "log is gone");
    refused(COLD, "the archive does not go on: log is gone");
  }

  @Test
  void aColdRegionThatIsSilentKeepsItFromStarting() throws Exception {
    bed.world.failing.put("list", failure(FailureTypes.UNREACHABLE, "away"));
    refused(COLD, "does not say what backups it has");
  }

  @Test
  void aRestoreUnderWayKeepsItFromStarting() throws Exception {
    bed.group.describes = id -> new RunState(id.equals("restore/na"), null, null);
    refused(COLD, "a restore of the group is under way");
  }

  @Test
  void theFaultBelongsToThisModeAlone() throws Exception {
    refused(Map.of("group", "na", "fault", "destroy"), "belongs to mode COLD");
  }

  @Test
  void anotherFaultDoesNotBelongToIt() throws Exception {
    refused(Map.of("group", "na", "mode", "cold", "fault", "kill"), "leave fault out");
  }

  @Test
  void aRestoreThatFailsIsTriedAgain() throws Exception {
    bed.world.failing.put("replay LATEST", failure(FailureTypes.CORRUPT, "damaged"));
    bed.world.meanwhile.put("discard", () -> bed.world.failing.remove("replay LATEST"));
    DrillReport report = bed.run(COLD);
    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.events()).anyMatch(e -> e.contains("PAGE restore 1 of 3"));
    back();
  }

  @Test
  void aGroupThatCanNotBeBroughtBackIsPaged() throws Exception {
    bed.world.failing.put("replay LATEST", failure(FailureTypes.CORRUPT, "damaged"));
    DrillReport report = bed.run(COLD);
    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).contains("damaged");
    assertThat(report.events()).anyMatch(e -> e.contains("na has no database any more"));
    assertThat(bed.world.calls("fetch")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fetch", "check 1 us-east-1", "install us-west-2", "route us-west-2 us-west-2"})
  void cancelledItStillBringsTheGroupBack(String call) throws Exception {
    DrillReport report = bed.cancelledAt(call, COLD);
    assertThat(report.verdict()).isEqualTo("FAILED");
    back();
  }

  @Test
  void aFaultWhoseAnswerNeverCameIsFollowedByTheRestore() throws Exception {
    bed.world.answerLost.put("inject", failure(FailureTypes.CONFLICT, "the answer never came"));
    DrillReport report = bed.run(COLD);
    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(bed.world.calls("fetch")).hasSize(1);
    back();
  }

  @Test
  void aFaultThatDidNotHappenIsFollowedByNothing() throws Exception {
    bed.world.failing.put("inject", failure(FailureTypes.INVALID_REQUEST, "no such region"));
    assertThat(bed.run(COLD).verdict()).isEqualTo("FAILED");
    assertThat(bed.world.calls("fetch")).isEmpty();
    back();
  }
}
