package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.group.Verdict;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every reason not to start a drill: named, kept as a report, and nothing touched. */
class DrillRefusalTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
  }

  private void refused(Map<String, Object> request, String... because) throws Exception {
    DrillReport report = bed.run(request);
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains(because);
    assertThat(report.objectives()).isEmpty();
    assertThat(bed.kept()).isEqualTo(report);
    bed.assertNothingTouched();
  }

  @Test
  void aMisspeltFieldIsRefusedByName() throws Exception {
    refused(Map.of("group", "na", "traget", WEST2), "\"traget\"", "target");
    assertThat(bed.world.calls("define", "status", "acquire")).isEmpty();
  }

  @Test
  void anUnknownModeIsRefusedWithTheKnownOnes() throws Exception {
    refused(Map.of("group", "na", "mode", "YOLO"), "YOLO", "UNPLANNED", "SWITCHOVER");
    assertThat(bed.world.calls("define", "status", "acquire")).isEmpty();
  }

  @Test
  void anUnknownFaultIsRefusedWithTheKnownOnes() throws Exception {
    refused(Map.of("group", "na", "fault", "FLOOD"), "FLOOD", "BLACKHOLE", "FREEZE");
  }

  @Test
  void aBusyGroupNamesItsHolder() throws Exception {
    bed.group.busyWith("failover/na/7");
    DrillReport report = bed.run();
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains("failover/na/7");
    assertThat(bed.group.holder().workflowId()).isEqualTo("failover/na/7");
    assertThat(bed.world.calls("inject", "ledger", "release", "promote")).isEmpty();
  }

  @Test
  void aLeaderThatIsNotHealthyIsNotDrilled() throws Exception {
    bed.group.verdict = Verdict.QUORUM_LOST;
    refused(Map.of("group", "na"), "QUORUM_LOST", "healthy");
  }

  @Test
  void aGroupThatOnlyObservesIsArmedFirst() throws Exception {
    bed.group.armed = false;
    refused(Map.of("group", "na"), "only observes", "arm it first");
  }

  @Test
  void aSwitchoverNeedsNoArmedGroup() throws Exception {
    bed.group.armed = false;
    assertThat(bed.run(Map.of("group", "na", "mode", "SWITCHOVER")).verdict()).isEqualTo("PASSED");
  }

  @Test
  void aDrillStartsInTheDeclaredOrderOnly() throws Exception {
    bed.world.moved(WEST2);
    refused(Map.of("group", "na"), "us-west-2 leads, not us-east-1");
  }

  @Test
  void anOutageHasNoTarget() throws Exception {
    refused(Map.of("group", "na", "target", WEST2), "an outage has no target");
  }

  @Test
  void aTargetThatDoesNotFollowIsRefusedWithTheFollowers() throws Exception {
    refused(
        Map.of("group", "na", "mode", "SWITCHOVER", "target", "eu-west-1"),
        "eu-west-1 is no follower",
        WEST2);
  }

  @Test
  void aSwitchoverHasNoFault() throws Exception {
    refused(
        Map.of("group", "na", "mode", "SWITCHOVER", "fault", "KILL"), "a switchover has no fault");
  }

  @Test
  void everyReasonIsNamedAtOnce() throws Exception {
    bed.group.armed = false;
    bed.group.verdict = Verdict.UNKNOWN;
    refused(Map.of("group", "na", "target", WEST2), "no target", "only observes", "UNKNOWN");
  }
}
