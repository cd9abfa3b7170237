package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.topology.OnLastCopy;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Drills of groups that would not fail over by themselves: a planned switch, and said so. */
class DrillApprovalTest {
  private static final String INSTEAD =
      "drilled by SWITCHOVER: an unplanned failover of this group needs an approval";

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
    bed.group.definition = TestDefinition.warm();
  }

  @Test
  void anAsynchronousGroupIsSwitchedAndTheReportSaysWhy() throws Exception {
    DrillReport report = bed.run();

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.mode()).isEqualTo("SWITCHOVER");
    assertThat(report.fault()).isNull();
    assertThat(report.notes()).anyMatch(n -> n.startsWith(INSTEAD) && n.contains("asynchronous"));
    assertThat(bed.status().plan().get(0)).startsWith(INSTEAD);
    assertThat(bed.status().plan()).anyMatch(l -> l.startsWith("switchover to"));
    assertThat(bed.world.calls("inject")).isEmpty();
    bed.assertAllBack();
  }

  @Test
  void aPairIsSwitchedToo() throws Exception {
    bed.group.definition = TestDefinition.pair(OnLastCopy.DEGRADE_WITH_APPROVAL);
    DrillReport report = bed.run();

    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.notes()).anyMatch(n -> n.startsWith(INSTEAD));
    bed.assertAllBack();
  }

  @Test
  void theDryRunShowsIt() throws Exception {
    DrillReport report = bed.run(Map.of("group", "na", "dryRun", true));
    assertThat(report.verdict()).isEqualTo("PLANNED");
    assertThat(report.mode()).isEqualTo("SWITCHOVER");
    assertThat(bed.status().plan().get(0)).startsWith(INSTEAD);
  }

  @Test
  void anOutageThatWasTypedIsRefusedWithTheReason() throws Exception {
    DrillReport report = bed.run(Map.of("group", "na", "mode", "UNPLANNED"));
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason())
        .contains("would wait for people", "asynchronous", "mode SWITCHOVER");
    bed.assertNothingTouched();
  }

  @Test
  void aGroupOfThreeIsDrilledByAnOutageAsEver() throws Exception {
    bed.group.definition = TestDefinition.na();
    DrillReport report = bed.run();
    assertThat(report.mode()).isEqualTo("UNPLANNED");
    assertThat(report.toRegion()).isEqualTo(WEST2);
    assertThat(report.notes()).noneMatch(n -> n.contains("SWITCHOVER"));
  }
}
