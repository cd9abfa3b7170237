package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.group.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a budget runs out: ABORT, FORCE, PAGE, and the two objectives beside them. */
class FailoverBudgetTest {
  private static final Map<String, Object> SWITCHOVER = Map.of("group", "na", "mode", "SWITCHOVER");

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private FailoverBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
  }

  private void neverDone(String call) {
    bed.world.failing.put(call, FakeWorld.failure(FailureTypes.NOT_READY, call + " is not done"));
  }

  /** Attempts are made about once a second. */
  private void doneAfter(int attempts, String call) {
    neverDone(call);
    AtomicInteger left = new AtomicInteger(attempts);
    bed.world.meanwhile.put(
        call,
        () -> {
          if (left.decrementAndGet() < 0) {
            bed.world.failing.remove(call);
          }
        });
  }

  private FailoverResult outage(Definition definition) throws Exception {
    bed.world.unreachable.add(EAST);
    return bed.run(FailoverBed.byGroup(definition));
  }

  private static long missed(FailoverResult result, String objective) {
    String line = "PAGE objective missed, " + objective + ":";
    return result.events().stream().filter(e -> e.contains(line)).count();
  }

  @ParameterizedTest
  @CsvSource({
    "drain, drain, undrain",
    "catch-up, catch-up, undrain",
    "stop us-east-1, stop-leader, 'restart us-east-1,undrain'"
  })
  void aPlannedStepThatRunsOutAbortsAndTakesBackWhatWasDone(
      String call, String step, String takenBack) throws Exception {
    bed.group.verdict = Verdict.HEALTHY;
    neverDone(call);
    FailoverResult result = bed.run(SWITCHOVER);

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.reason()).contains(step + " was not done within");
    assertThat(FailoverBed.step(result, step).outcome()).isEqualTo("ABORTED");
    assertThat(bed.world.calls("restart", "undrain")).isEqualTo(List.of(takenBack.split(",")));
    assertThat(bed.world.calls("seal", "promote")).isEmpty();
    assertThat(bed.world.calls("release")).containsExactly("release ABORTED");
  }

  /** The leader died in between: the incident that waits for this run must not wait twice. */
  @Test
  void anUndoStepOfARegionThatWasNotReachedHasOneMoreTryOnly() throws Exception {
    bed.group.verdict = Verdict.HEALTHY;
    neverDone("stop us-east-1");
    neverDone("restart us-east-1");
    neverDone("undrain");
    FailoverResult result = bed.run(SWITCHOVER);

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.events().toString())
        .contains("RESTART_LEADER us-east-1: budget of 20000 ms ran out")
        .contains("UNDRAIN us-east-1: budget of 2000 ms ran out");
  }

  /** Its worker dies: no heartbeat comes any more, and another takes the step within the budget. */
  @ParameterizedTest
  @ValueSource(strings = {"drain", "catch-up", "stop us-east-1"})
  void aPlannedStepWhoseWorkerDiesIsTakenOver(String call) throws Exception {
    bed.group.verdict = Verdict.HEALTHY;
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    bed.world.meanwhile.put(
        call,
        () -> {
          if (attempts.incrementAndGet() == 1) {
            awaitQuietly(over);
          }
        });
    try {
      assertThat(bed.run(SWITCHOVER).outcome()).isEqualTo("DONE");
      assertThat(attempts.get()).isEqualTo(2);
    } finally {
      over.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAdmitThatRunsOutIsRefusedAndChangesNothing() throws Exception {
    neverDone("read route");
    FailoverResult result = outage(TestDefinition.na());

    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("admit was not done within 8000 ms");
    assertThat(bed.world.calls("seal", "fence", "promote")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"verify, verify, resume", "serving us-west-2, resume, protect"})
  void aForcedStepIsRecordedAsUnmetAndTheRunGoesOn(String call, String step, String next)
      throws Exception {
    neverDone(call);
    FailoverResult result = outage(TestDefinition.forced());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(FailoverBed.step(result, step).outcome()).isEqualTo("FORCED");
    assertThat(FailoverBed.step(result, step).tookMs()).isGreaterThanOrEqualTo(3_000);
    assertThat(FailoverBed.step(result, next).outcome()).isEqualTo("DONE");
    assertThat(bed.group.told.get(bed.group.told.size() - 1).stage()).isEqualTo("PROTECTED");
  }

  @ParameterizedTest
  @CsvSource({"verify, verify", "serving us-west-2, resume"})
  void aLateStepPagesAndIsDoneInTheEnd(String call, String step) throws Exception {
    doneAfter(20, call);
    FailoverResult result = outage(TestDefinition.na());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(FailoverBed.step(result, step).outcome()).isEqualTo("PAGED");
    assertThat(result.events()).anyMatch(e -> e.contains("PAGE " + step + " is late"));
    assertThat(missed(result, "decided to resumed")).isZero();
  }

  @Test
  void aLatePageLeavesAndIsOverWhenTheStepIsDone() throws Exception {
    doneAfter(20, "verify");
    outage(TestDefinition.withAlerts(true));
    assertThat(bed.channels.said())
        .containsExactly("BUDGET_EXPIRED verify", "BUDGET_EXPIRED verify over");
  }

  @Test
  void channelsThatAreDownHoldUpNoStep() throws Exception {
    bed.channels.down = true;
    doneAfter(20, "verify");
    FailoverResult result = outage(TestDefinition.withAlerts(true));
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(missed(result, "decided to resumed")).isZero();
    assertThat(bed.channels.refused.get()).isPositive();
    assertThat(result.events()).anyMatch(e -> e.contains("was not taken (the run has ended)"));
  }

  @Test
  void aRunInTimeMissesNoObjective() throws Exception {
    FailoverResult result = outage(TestDefinition.na());
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.events()).noneMatch(e -> e.contains("PAGE"));
  }

  @Test
  void theFirstObjectiveIsMissedOnItsOwn() throws Exception {
    doneAfter(60, "verify");
    FailoverResult result = outage(TestDefinition.na());
    assertThat(missed(result, "decided to resumed")).isEqualTo(1);
    assertThat(missed(result, "from the fault to resumed")).isZero();
  }

  @Test
  void aRunThatStartsLateHasLessTimeLeft(TestWorkflowEnvironment environment) throws Exception {
    doneAfter(20, "verify");
    bed.world.unreachable.add(EAST);
    long decided = environment.currentTimeMillis() - 25_000;
    FailoverResult result = bed.run(FailoverBed.byGroup(TestDefinition.na(), decided));
    assertThat(missed(result, "decided to resumed")).isEqualTo(1);
    assertThat(missed(result, "from the fault to resumed")).isZero();
  }

  @Test
  void bothObjectivesAreMissedOnceAndTheRunGoesOn() throws Exception {
    doneAfter(400, "verify");
    FailoverResult result = outage(TestDefinition.na());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(missed(result, "decided to resumed")).isEqualTo(1);
    assertThat(missed(result, "from the fault to resumed")).isEqualTo(1);
    assertThat(bed.world.calls("promote")).hasSize(1);
  }

  @Test
  void whatComesAfterResumedMissesNoObjective() throws Exception {
    doneAfter(60, "copies us-east-1,us-west-1");
    FailoverResult result = outage(TestDefinition.na());
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(missed(result, "decided to resumed")).isZero();
  }
}
