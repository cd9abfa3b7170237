package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static io.traceo.workflows.group.FakeGroup.neighbour;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.LedgerActivities.Losses;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.group.FailoverSummary;
import io.traceo.workflows.group.Verdict;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A drill that does harm ends early: fault lifted at once, nothing left behind, FAILED. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrillAbortTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
  }

  private DrillReport aborted(String... because) throws Exception {
    DrillReport report = bed.run();
    assertThat(report.verdict()).as("%s", report).isEqualTo("FAILED");
    assertThat(report.reason()).startsWith("aborted: ").contains(because);
    assertThat(bed.world.calls("lift")).hasSize(1);
    bed.assertAllBack();
    return report;
  }

  /** Past the promotion the fault goes first, then the failover ends and the order comes back. */
  private void abortedPastThePromotion(String because) throws Exception {
    DrillReport report = aborted(because, "past the promotion");
    assertThat(report.toRegion()).isEqualTo(WEST2);
    assertThat(bed.world.calls("await", "lift", "promote", "ledger account"))
        .containsExactly(
            "await RESUMED",
            "lift",
            "await PROTECTED",
            "promote us-east-1",
            "ledger account us-east-1 us-west-2");
  }

  @Test
  void aLateDetectionIsNotWaitedFor() throws Exception {
    bed.group.pending = true;
    aborted("not detected yet", "more than 45000 ms", "nobody was promoted");
    assertThat(bed.world.calls("promote", "seal")).isEmpty();
  }

  @Test
  void anotherGroupInTroubleBeforeThePromotionCallsTheFailoverOff() throws Exception {
    bed.group.pending = true;
    // Its admission waits for the signal: the in-memory server can't cancel a call that just ends.
    bed.world.meanwhile.put("survey us-west-2,us-west-1", () -> bed.awaitSignal("failover/na/2-1"));
    AtomicInteger asked = new AtomicInteger();
    bed.world.meanwhile.put(
        "status",
        () -> {
          // The first time is the admission, the second the first look at the abort conditions.
          if (asked.incrementAndGet() == 2) {
            bed.startFailover("failover/na/2-1");
            bed.group.neighbours.add(neighbour("eu-central-1", Verdict.LEADER_DEAD, null, null));
          }
        });
    aborted("further than announced: group eu: LEADER_DEAD of eu-central-1", "taken back");

    assertThat(bed.world.calls("promote")).isEmpty();
    assertThat(bed.group.told).extracting(FailoverSummary::stage).containsExactly("ABORTED");
    assertThat(bed.group.told.get(0).reason()).contains("called off: drill aborted: the fault");
  }

  @Test
  void aLeaderThatStaysDeadAfterTheAbortIsFailedOver() throws Exception {
    bed.group.pending = true;
    AtomicInteger asked = new AtomicInteger();
    bed.world.meanwhile.put(
        "status",
        () -> {
          if (bed.world.calls("lift").isEmpty()) {
            return;
          }
          bed.group.verdict = bed.group.told.isEmpty() ? Verdict.LEADER_DEAD : Verdict.HEALTHY;
          // A look a second: long after the fault has gone.
          if (asked.incrementAndGet() == 10) {
            bed.startFailover("failover/na/2-1");
          }
        });
    aborted("not detected yet");
    assertThat(bed.signalled("failover/na/2-1")).as("called off").isFalse();
    assertThat(bed.group.told).extracting(FailoverSummary::stage).contains("PROMOTED");
  }

  @Test
  void anotherGroupInTroubleAfterThePromotion() throws Exception {
    bed.world.meanwhile.put(
        "await RESUMED",
        () -> bed.group.neighbours.add(neighbour("eu-central-1", Verdict.QUORUM_LOST, null, null)));
    abortedPastThePromotion("further than announced: group eu: QUORUM_LOST of eu-central-1");
  }

  @Test
  void aLossSeenSoFar() throws Exception {
    bed.lab.soFar = new Losses(1200, 3, 0);
    abortedPastThePromotion("3 acknowledged writes are missing on the new leader");
  }

  @Test
  void aDoubleLeaderSeenSoFar() throws Exception {
    bed.lab.soFar = new Losses(1200, 0, 2);
    abortedPastThePromotion("2 writes were acknowledged by an old leader");
  }

  @Test
  void anObjectiveBlownByTheFactor() throws Exception {
    bed.group.resumesAfterMs = 45_001;
    abortedPastThePromotion("resumed after the decision after 45001 ms, more than 45000 ms");
  }

  @Test
  void anObjectiveMissedByLessIsMeasuredToTheEnd() throws Exception {
    bed.group.resumesAfterMs = 44_999;
    DrillReport report = bed.run();
    assertThat(report.reason()).isEqualTo("not met: decided to resumed");
    assertThat(bed.world.calls("ledger converged")).hasSize(1);
  }

  @Test
  void anotherGroupInADrillOfItsOwnIsNoReason() throws Exception {
    bed.group.neighbours.add(neighbour("eu-central-1", Verdict.LEADER_DEAD, null, "drill/eu"));
    assertThat(bed.run().verdict()).isEqualTo("PASSED");
  }

  @Test
  void aLookWithoutAnAnswerIsNoReason() throws Exception {
    bed.world.failing.put(
        "ledger losses us-west-2", failure(FailureTypes.NOT_READY, "can't be read"));
    DrillReport report = bed.run();
    assertThat(report.verdict()).as("%s", report).isEqualTo("PASSED");
    assertThat(report.events()).anyMatch(e -> e.contains("no look at the abort conditions"));
  }
}
