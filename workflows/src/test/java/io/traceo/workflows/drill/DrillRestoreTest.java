package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way back to the declared order, which may need more than one try. */
class DrillRestoreTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
  }

  @Test
  void anAbortedRestoreIsTriedAgainAndTheDrillPasses() throws Exception {
    bed.world.failing.put("arm us-east-1", failure(FailureTypes.NOT_READY, "no stream"));
    bed.world.meanwhile.put("release ABORTED", bed.world.failing::clear);
    DrillReport report = bed.run();

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.notes()).hasSize(1);
    assertThat(report.notes().get(0)).contains("restore 1 of 3", "ABORTED", "promote was not done");
    assertThat(bed.world.calls("acquire SWITCHOVER")).hasSize(2);
    assertThat(bed.world.calls("ledger account")).hasSize(1);
    bed.assertAllBack();
  }

  @Test
  void aRefusedRestoreIsTriedAgainToo() throws Exception {
    bed.world.meanwhile.put("await PROTECTED", () -> bed.world.unreachable.add(WEST1));
    bed.world.meanwhile.put("release REFUSED", bed.world.unreachable::clear);
    DrillReport report = bed.run();

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.notes().toString()).contains("restore 1 of 3", "REFUSED", WEST1);
    bed.assertAllBack();
  }

  /** Also when the drill's own steps never came so far: the clean-up restores the same way. */
  @Test
  void theCleanUpTriesAgainToo() throws Exception {
    bed.world.failing.put("await PROTECTED", failure(FailureTypes.ABORTED, "did not get there"));
    bed.world.failing.put("arm us-east-1", failure(FailureTypes.NOT_READY, "no stream"));
    bed.world.meanwhile.put("release ABORTED", () -> bed.world.failing.remove("arm us-east-1"));
    DrillReport report = bed.run();

    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).contains("did not get there");
    assertThat(report.notes().toString()).contains("restore 1 of 3 ended ABORTED");
    bed.assertAllBack();
  }

  @Test
  void aRestoreThatNeverSucceedsFailsTheDrillWithItsReason() throws Exception {
    bed.world.failing.put("arm us-east-1", failure(FailureTypes.NOT_READY, "no stream"));
    DrillReport report = bed.run();

    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).contains("ABORTED", "promote was not done");
    assertThat(report.notes()).hasSize(3);
    assertThat(bed.world.calls("acquire SWITCHOVER")).hasSize(3);
    // The account of the failover stays, although a newer run of the group ended without one.
    assertThat(report.toRegion()).isEqualTo(WEST2);
    assertThat(DrillBed.unmet(report)).containsExactly("original order restored");
    assertThat(bed.world.leader).isEqualTo(WEST2);
    assertThat(bed.group.holder()).isNull();
    assertThat(bed.lab.ledgerRuns).isFalse();
    assertThat(bed.kept()).isEqualTo(report);
  }
}
