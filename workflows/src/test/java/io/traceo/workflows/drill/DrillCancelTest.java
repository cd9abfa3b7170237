package io.traceo.workflows.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drill that is cancelled leaves nothing behind but its report, wherever it stood. */
class DrillCancelTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private static final Map<String, Object> SWITCHOVER = Map.of("group", "na", "mode", "SWITCHOVER");
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
  }

  /** Of the cancelled drill: what it lifted, and how often somebody was promoted. */
  private void undone(DrillReport report, int lifts, int promotions) {
    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.reason()).isEqualTo("cancelled");
    assertThat(bed.world.calls("lift")).hasSize(lifts);
    assertThat(bed.world.calls("promote")).hasSize(promotions);
    bed.assertAllBack();
  }

  @ParameterizedTest
  @CsvSource({
    "ledger start, 0, 0",
    "inject, 1, 0",
    "await RESUMED, 1, 1",
    "ledger converged us-west-2, 1, 1",
    "await PROTECTED, 1, 1",
    "arm us-east-1, 1, 1",
    "ledger account us-east-1 us-west-2, 1, 1"
  })
  void anOutageIsUndoneWhereverItStood(String call, int lifts, int promotions) throws Exception {
    undone(bed.cancelledDuring(call, Map.of("group", "na")), lifts, promotions);
  }

  @Test
  void aWayBackThatHasPromotedIsFinished() throws Exception {
    undone(bed.cancelledAt("serving us-east-1", Map.of("group", "na")), 1, 1);
    assertThat(bed.world.calls("serving")).containsExactly("serving us-east-1");
  }

  @ParameterizedTest
  @CsvSource({"drain, 0", "ledger converged us-west-2, 2"})
  void aSwitchoverIsUndoneWhereverItStood(String call, int promotions) throws Exception {
    undone(bed.cancelledDuring(call, SWITCHOVER), 0, promotions);
  }

  @Test
  void aSwitchoverThatHasPromotedIsFinishedAndTakenBack() throws Exception {
    undone(bed.cancelledAt("serving us-west-2", SWITCHOVER), 0, 2);
  }
}
