package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever goes wrong on the way: the fault is lifted, the order restored, a report kept. */
class DrillFailureTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
  }

  private DrillReport failed(String... because) throws Exception {
    DrillReport report = bed.run();
    assertThat(report.verdict()).as("%s", report).isEqualTo("FAILED");
    assertThat(report.reason()).contains(because);
    assertThat(bed.kept()).isEqualTo(report);
    bed.assertAllBack();
    return report;
  }

  @Test
  void aFailoverThatNeverComesEndsWithThePatience() throws Exception {
    bed.group.asleep = true;
    DrillReport report = failed("did not get there");

    // Nobody moved and nobody operates: there are no copies to wait for, no order to restore.
    assertThat(bed.world.calls("inject", "await", "lift", "promote", "ledger account"))
        .containsExactly("inject", "await RESUMED", "lift", "ledger account us-east-1 us-east-1");
    assertThat(DrillBed.objective(report, "detection").measured()).isEqualTo("not measured");
    assertThat(DrillBed.objective(report, "detection").met()).isFalse();
    // Writes that stayed with the old leader are no recovery.
    assertThat(DrillBed.objective(report, "recovery time").measured()).isEqualTo("not measured");
    assertThat(DrillBed.objective(report, "clients converged").met()).isFalse();
    assertThat(report.clients()).isNull();
  }

  @Test
  void aFailoverThatWasRefusedFailsTheDrill() throws Exception {
    bed.group.asleep = true;
    bed.group.told.add(bed.group.summary(EAST, null, "REFUSED", "only 1 of 2 sealed"));
    failed("the failover ended REFUSED", "only 1 of 2 sealed");
  }

  @Test
  void clientsThatDoNotConvergeAreNotedAndTheDrillGoesOn() throws Exception {
    bed.world.failing.put(
        "ledger converged us-west-2", failure(FailureTypes.NOT_READY, "strictTtl-3 is away"));
    DrillReport report = bed.run();

    assertThat(report.verdict()).isEqualTo("PASSED");
    assertThat(report.notes().toString()).contains("not every client converged", "strictTtl-3");
    bed.assertAllBack();
  }

  @Test
  void aFaultThatHappenedWithoutAnAnswerIsLifted() throws Exception {
    bed.world.answerLost.put("inject", failure(FailureTypes.UNREACHABLE, "the injector is silent"));
    DrillReport report = failed("the injector is silent");

    assertThat(report.fault()).isEqualTo("BLACKHOLE");
    assertThat(bed.world.calls("lift")).containsExactly("lift");
    assertThat(bed.world.calls("await RESUMED")).isEmpty();
  }

  @Test
  void aLedgerThatDoesNotStartEndsTheDrillBeforeTheFault() throws Exception {
    bed.world.failing.put(
        "ledger start", failure(FailureTypes.NOT_READY, "now 12 writes a second"));
    DrillReport report = failed("now 12 writes a second");

    assertThat(report.fault()).isNull();
    assertThat(bed.world.calls("inject", "lift", "promote")).isEmpty();
  }

  @Test
  void whatWasNotMeasuredIsNeverMet() throws Exception {
    bed.world.failing.put(
        "ledger account us-east-1 us-west-2", failure(FailureTypes.NOT_READY, "no rows read"));
    DrillReport report = failed("no rows read");

    assertThat(DrillBed.unmet(report))
        .containsExactly(
            "recovery time",
            "acknowledged writes lost",
            "writes acknowledged by two leaders",
            "duplicates",
            "clients converged");
    assertThat(DrillBed.objective(report, "acknowledged writes lost").measured())
        .isEqualTo("not measured");
    assertThat(bed.world.calls("ledger stop")).hasSize(1);
  }

  @Test
  void aReportThatCannotBeKeptIsPagedAndStillReturned() throws Exception {
    bed.world.failing.put("save", failure(FailureTypes.INVALID_REQUEST, "no such folder"));
    DrillReport report = bed.run();

    assertThat(report.verdict()).isEqualTo("PASSED");
    assertThat(bed.evidence.reports()).isEmpty();
    assertThat(bed.status().reportPath()).isNull();
    assertThat(bed.status().events()).anyMatch(e -> e.contains("PAGE keep the report"));
    bed.assertAllBack();
  }

  @Test
  void aSwitchoverThatAbortsFailsTheDrill() throws Exception {
    bed.world.failing.put("arm us-west-2", failure(FailureTypes.NOT_READY, "no stream"));
    DrillReport report = bed.run(Map.of("group", "na", "mode", "SWITCHOVER"));

    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).contains("the switchover ended ABORTED");
    assertThat(bed.world.calls("promote")).isEmpty();
    bed.assertAllBack();
  }
}
