package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Drills that run to their end: what they do, in what order, and what the report says. */
class DrillWorkflowTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
  }

  @Test
  void anOutageIsInjectedWaitedForUndoneAndMeasured() throws Exception {
    DrillReport report = bed.run();

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.reason()).isNull();
    assertThat(bed.world.calls("ledger", "inject", "await", "lift", "promote", "save"))
        .containsExactly(
            "ledger start",
            "ledger progress",
            "inject",
            "await RESUMED",
            "ledger losses us-west-2",
            "ledger converged us-west-2",
            "ledger losses us-west-2",
            "lift",
            "await PROTECTED",
            "promote us-east-1",
            "ledger account us-east-1 us-west-2",
            "save");
    bed.assertAllBack();
    assertThat(bed.kept()).isEqualTo(report);
  }

  @Test
  void theReportOfAnOutageTellsWhatWasMeasured() throws Exception {
    DrillReport report = bed.run();

    assertThat(report.fault()).isEqualTo("BLACKHOLE");
    assertThat(report.fromRegion()).isEqualTo(EAST);
    assertThat(report.toRegion()).isEqualTo(WEST2);
    assertThat(report.epochBefore()).isEqualTo(1);
    assertThat(report.epochAfter()).isEqualTo(3);
    assertThat(report.objectives()).hasSize(8).allMatch(DrillReport.Objective::met);
    assertThat(report.clocks().firstAcknowledgedWriteMs()).isEqualTo(900);
    assertThat(report.clocks().detectedMs()).isBetween(0L, 30_000L);
    assertThat(report.steps())
        .extracting(StepRecord::name)
        .contains("baseline", "fault", "converge", "lift", "restore.promote", "measure");
    assertThat(bed.status().reportPath()).contains(report.reportId());
    assertThat(report.zeroAtMillis()).isNotNull();
    assertThat(report.steps()).allMatch(s -> s.tookMs() == null || s.startedAtMillis() != null);
  }

  @Test
  void aSwitchoverIsDrilledThereAndBackWithoutAFault() throws Exception {
    DrillReport report = bed.run(Map.of("group", "na", "mode", "switchover", "target", WEST1));

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.fault()).isNull();
    assertThat(report.toRegion()).isEqualTo(WEST1);
    assertThat(bed.world.calls("inject", "lift", "await", "promote", "ledger converged"))
        .containsExactly("promote us-west-1", "ledger converged us-west-1", "promote us-east-1");
    bed.assertAllBack();
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    DrillReport report = bed.run(Map.of("group", "na", "dryRun", true));

    assertThat(report.verdict()).isEqualTo("PLANNED");
    assertThat(report.objectives()).isEmpty();
    assertThat(bed.status().plan().toString())
        .contains(
            "fault: BLACKHOLE of us-east-1, undone by itself after 180 s",
            "region us-east-1: database, service, name server and worker go silent",
            "servers: us-east-1 (leads), us-west-2 (follows, 0 bytes behind)",
            "names w.t., r.t.",
            "other groups watched here: none",
            "writes stop for up to 60 s there and up to 40 s on the way back",
            "at least 200 rows a second to w.t.",
            "not detected after 45000 ms");
    assertThat(bed.memo("plan").toString()).isEqualTo(bed.status().plan().toString());
    assertThat(bed.world.calls("acquire", "save")).isEmpty();
    bed.assertNothingTouched();
  }

  @Test
  void tooLittleLoadIsNotedAndTheObjectivesDecide() throws Exception {
    bed.lab.acknowledgedPerSecond = 20;
    DrillReport report = bed.run();

    assertThat(report.notes()).containsExactly("only 20 acknowledged writes a second");
    assertThat(report.verdict()).isEqualTo("PASSED");
  }

  @Test
  void aLostWriteFailsTheDrill() throws Exception {
    bed.lab.lost = 1;
    DrillReport report = bed.run();

    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).isEqualTo("not met: acknowledged writes lost");
    assertThat(DrillBed.unmet(report)).isEqualTo(List.of("acknowledged writes lost"));
    bed.assertAllBack();
  }
}
