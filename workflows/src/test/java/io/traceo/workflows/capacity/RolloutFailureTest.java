package io.traceo.workflows.capacity;

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
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.capacity.RolloutRegion.State;
import io.traceo.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts that are hit at every boundary: each ends, and no region is left half changed. */
class RolloutFailureTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RolloutBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RolloutBed(environment);
  }

  /** Acted, and the answer was lost once: as when its worker is killed just then. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply us-west-1",
        "apply us-west-2",
        "apply us-east-1",
        "define",
        "status",
        "acquire CAPACITY",
        "rehearse us-west-2",
        "ready us-west-2",
        "measure us-east-1",
        "release na-7",
        "save"
      })
  void aStepWhoseAnswerIsLostIsAskedAgainAndTheRolloutEnds(String step) throws Exception {
    loseOnce(step);
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    bed.assertChanged();
  }

  private void loseOnce(String step) {
    AtomicBoolean lost = new AtomicBoolean();
    bed.world.meanwhile.put(
        step,
        () -> {
          if (lost.compareAndSet(false, true)) {
            bed.world.answerLost.put(step, failure(FailureTypes.UNREACHABLE, "lost"));
            if (!step.startsWith("apply") && !step.startsWith("back")) {
              throw failure(FailureTypes.UNREACHABLE, "lost");
            }
          } else {
            bed.world.answerLost.remove(step);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {WEST1, WEST2, EAST})
  void aChangeThatActsButNeverAnswersIsTakenBackWithAllBeforeIt(String region) throws Exception {
    bed.world.answerLost.put(
        "apply " + region, failure(FailureTypes.FORBIDDEN, "the token was withdrawn"));
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).as("%s", report).isEqualTo("ROLLED_BACK");
    assertThat(bed.changes()).contains("back " + region);
    bed.assertAsBefore();
  }

  @Test
  void aTakingBackWhoseAnswerIsLostIsAskedAgain() throws Exception {
    loseOnce("back " + WEST1);
    bed.capacity.readings.put(WEST1, 1.0);
    assertThat(bed.run(RolloutBed.all()).verdict()).isEqualTo("ROLLED_BACK");
    assertThat(bed.world.calls("back")).containsExactly("back " + WEST1, "back " + WEST1);
    bed.assertAsBefore();
  }

  @Test
  void aRegionThatCannotBeTakenBackIsPagedAndTheOthersAre() throws Exception {
    bed.world.failing.put("back " + WEST2, failure(FailureTypes.FORBIDDEN, "no right any more"));
    bed.capacity.readings.put(EAST, 1.0);
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).isEqualTo("FAILED");
    assertThat(report.regions())
        .extracting(RolloutRegion::state)
        .containsExactly(State.TAKEN_BACK, State.STUCK, State.TAKEN_BACK);
    assertThat(report.events().toString()).contains("PAGE us-west-2 is not taken back: no right");
    bed.assertGrantIsBack();
  }

  @Test
  void aRegionThatIsAwayHoldsUpNoOtherOnTheWayBack() throws Exception {
    bed.world.failing.put("back " + WEST1, failure(FailureTypes.UNREACHABLE, "away"));
    bed.world.meanwhile.put("back " + WEST2, () -> bed.world.failing.remove("back " + WEST1));
    bed.capacity.readings.put(WEST2, 1.0);
    assertThat(bed.run(RolloutBed.all()).verdict()).isEqualTo("ROLLED_BACK");
    bed.assertAsBefore();
  }

  @Test
  void whatAFailoverHasChangedSinceStaysWithAllOfItsNewSettings() throws Exception {
    bed.world.meanwhile.put("apply " + WEST2, () -> bed.capacity.epochs.put(WEST1, 2L));
    bed.capacity.readings.put(WEST2, 1.0);
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.verdict()).isEqualTo("ROLLED_BACK");
    assertThat(report.regions().get(0).state()).isEqualTo(State.LEFT);
    assertThat(bed.capacity.specs)
        .containsEntry(WEST1, "4 to 40")
        .containsEntry(WEST2, "1 to 10")
        .containsEntry(EAST, "1 to 10");
    bed.assertGrantIsBack();
  }

  @Test
  void aFailoverThatWasQuickerStopsTheRollout() throws Exception {
    bed.capacity.epochs.put(WEST2, 2L);
    CapacityRolloutReport report = bed.run(RolloutBed.all());
    assertThat(report.reason()).contains("a failover was here");
    assertThat(bed.capacity.specs.values()).containsOnly("1 to 10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"apply us-west-1", "ready us-west-1", "measure us-west-2", "ready us-east-1"})
  void aCancelledRolloutTakesBackWhatItTouchedAndKeepsItsReport(String during) throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    bed.world.meanwhile.put(
        during,
        () -> {
          if (bed.touched() && asked.compareAndSet(false, true)) {
            bed.cancel();
            // The in-memory server can't cancel a call that ended meanwhile.
            await(() -> bed.seen(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED));
          }
        });
    WorkflowStub run = bed.begin(RolloutBed.all());
    assertThatThrownBy(() -> run.getResult(CapacityRolloutReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    bed.replay();
    assertThat(bed.kept().verdict()).isEqualTo("ROLLED_BACK");
    assertThat(bed.kept().reason()).isEqualTo("it was cancelled");
    bed.assertAsBefore();
  }

  @Test
  void aPausedRolloutBeginsNoFurtherBatchUntilItIsResumed() throws Exception {
    AtomicBoolean paused = new AtomicBoolean();
    bed.world.meanwhile.put(
        "ready " + WEST1,
        () -> {
          if (paused.compareAndSet(false, true)) {
            assertThat(bed.update("pause", new RunOrder("ann", "lunch")).outcome())
                .isEqualTo("DONE");
          }
        });
    WorkflowStub run = bed.begin(RolloutBed.all());
    await(paused::get);
    bed.environment.sleep(Duration.ofMinutes(10));
    assertThat(bed.status().phase()).isEqualTo("before batch 2 of 3");
    assertThat(bed.changes()).containsExactly("apply " + WEST1);
    assertThat(bed.status().paused()).isEqualTo("ann: lunch");
    assertThat(bed.update("pause", new RunOrder("bob", "too")).detail())
        .isEqualTo("paused by ann: lunch");
    assertThat(bed.update("resume", new RunOrder("ann", "back")).outcome()).isEqualTo("DONE");
    assertThat(run.getResult(CapacityRolloutReport.class).verdict()).isEqualTo("DONE");
    bed.assertChanged();
  }

  @Test
  void whoPausesSaysWhoAndWhy() {
    bed.begin(RolloutBed.all());
    assertThatThrownBy(() -> bed.update("pause", new RunOrder("", "lunch")))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("field \"by\" is missing");
    assertThatThrownBy(() -> bed.update("resume", new RunOrder("ann", null)))
        .hasStackTraceContaining("field \"reason\" is missing");
  }
}
