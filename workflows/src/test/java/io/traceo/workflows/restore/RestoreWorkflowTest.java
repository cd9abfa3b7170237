package io.traceo.workflows.restore;

import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.failover.TestDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores beside the group: planned first, thrown away when anything fails, else kept. */
class RestoreWorkflowTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RestoreBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RestoreBed(environment);
  }

  private RestoreReport failed(String reason) throws Exception {
    RestoreReport report = bed.restore(Map.of("group", "na"));
    assertThat(report.verdict()).as("%s", report).isEqualTo("FAILED");
    assertThat(report.reason()).contains(reason);
    bed.assertNothingHalfRestored();
    assertThat(bed.world.calls("discard")).hasSize(1);
    assertThat(report.endpoint()).isNull();
    return report;
  }

  @Test
  void theNewestStateIsKeptBesideTheGroup() throws Exception {
    RestoreReport report = bed.restore(Map.of("group", "na"));
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertThat(bed.world.calls("plan", "fetch", "replay", "check", "open", "discard", "acquire"))
        .containsExactly(
            "plan us-west-2 LATEST", "fetch", "replay LATEST", "check 1 us-east-1", "open");
    assertThat(report.endpoint()).isEqualTo("127.0.0.1:6000");
    assertThat(report.recoveryTimeMs()).isNotNull();
    assertThat(report.databaseBytes()).isEqualTo(4096);
    assertThat(report.steps())
        .extracting(StepRecord::name)
        .containsExactly("admit", "fetch", "replay", "verify", "open");
    assertThat(bed.kept()).isEqualTo(report);
    assertThat(report.reportId()).startsWith("restore-na-");
  }

  @Test
  void anEarlierStateIsNotAskedWhatHoldsOfTheNewest() throws Exception {
    bed.restore(Map.of("group", "na", "to", "2026-11-25T03:00:00Z", "region", "us-west-1"));
    assertThat(bed.world.calls("plan", "check"))
        .containsExactly("plan us-west-1 TIME", "check 0 us-east-1");
  }

  @Test
  void aDryRunShowsThePlanAndTouchesNothing() throws Exception {
    RestoreReport report = bed.restore(Map.of("group", "na", "dryRun", true, "takeOver", true));
    assertThat(report.verdict()).isEqualTo("PLANNED");
    assertThat(report.plan().lossSeconds()).isEqualTo(0.4);
    assertThat(bed.world.calls("save")).isEmpty();
    bed.assertNothingTouched();
  }

  @ParameterizedTest
  @CsvSource({
    "to, yesterday, can be latest",
    "to, backup, name the one",
    "traget, us-west-2, unknown field",
    "region, eu-west-1, not in the topology",
    "acceptLoss, true, only has a meaning with"
  })
  void badInputIsRefusedBeforeAnythingIsTouched(String field, String value, String reason)
      throws Exception {
    RestoreReport report = bed.restore(Map.of("group", "na", field, value));
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains(reason);
    assertThat(bed.world.calls("plan")).isEmpty();
    bed.assertNothingTouched();
  }

  @Test
  void whatThePlanFindsIsRefusedWithItsReason() throws Exception {
    bed.backups.refusals = List.of("the archive ends at 2026-11-25T02:59:00Z");
    RestoreReport report = bed.restore(Map.of("group", "na"));
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).isEqualTo("the archive ends at 2026-11-25T02:59:00Z");
    bed.assertNothingTouched();
  }

  @Test
  void aGroupWithoutRunbooksIsRefused() throws Exception {
    bed.group.definition = TestDefinition.na();
    assertThat(bed.restore(Map.of("group", "na")).reason()).contains("no runbooks for backups");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fetch", "replay LATEST", "check 1 us-east-1", "open"})
  void whateverFailsLeavesNothingBehind(String step) throws Exception {
    bed.world.failing.put(step, failure(FailureTypes.CORRUPT, "not what was put"));
    failed("not what was put");
  }

  @Test
  void aFailedCheckThrowsItAwayAndIsReported() throws Exception {
    bed.backups.checks = List.of(new Check("index", false, "orders_pkey"));
    assertThat(failed("check failed, index: orders_pkey").checks()).hasSize(1);
  }

  @Test
  void aFetchWhoseAnswerWasLostIsThrownAway() throws Exception {
    bed.world.answerLost.put("fetch", failure(FailureTypes.CONFLICT, "the answer never came"));
    failed("the answer never came");
  }

  @Test
  void aPlaceThatIsAwayForAWhileIsWaitedForAndPaged() throws Exception {
    bed.readyAfter("fetch", "Restore", Duration.ofMinutes(31));
    RestoreReport report = bed.restore(Map.of("group", "na"));
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertThat(report.events()).anyMatch(e -> e.contains("PAGE fetch is late"));
    assertThat(report.objectives().get(0).met()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 1})
  void aSecondMoreThanTheRecoveryMayTakePagesAndGoesOn(int seconds) throws Exception {
    bed.readyAround("open", "Restore", Duration.ofHours(1), seconds);
    RestoreReport report = bed.restore(Map.of("group", "na"));
    assertThat(report.verdict()).as("%s", report).isEqualTo("DONE");
    assertThat(report.endpoint()).isNotNull();
    assertThat(report.events().stream().filter(e -> e.contains("PAGE objective missed")))
        .as("%s", report.events())
        .hasSize(seconds > 0 ? 1 : 0);
    assertThat(report.objectives().get(0).met()).as("%s", report).isEqualTo(seconds < 0);
  }

  @Test
  void whatCanNotBeThrownAwayYetIsPagedReportedAndThrownAwayLater() throws Exception {
    bed.world.failing.put("replay LATEST", failure(FailureTypes.CORRUPT, "damaged"));
    bed.readyAfter("discard", "Restore", Duration.ofMinutes(6));
    RestoreReport report = bed.restore(Map.of("group", "na"));
    assertThat(report.events()).anyMatch(e -> e.contains("PAGE restore-"));
    assertThat(bed.evidence.restores()).hasSize(2);
    bed.assertNothingHalfRestored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fetch", "replay LATEST", "check 1 us-east-1", "open"})
  void cancelledItLeavesNothingBehind(String call) throws Exception {
    bed.cancelDuring(call, "Restore");
    WorkflowStub run = bed.begin("Restore", Map.of("group", "na"));
    assertThatThrownBy(() -> run.getResult(RestoreReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    bed.replay("Restore");
    assertThat(bed.kept().verdict()).isEqualTo("FAILED");
    bed.assertNothingHalfRestored();
    assertThat(bed.world.calls(call, "discard")).endsWith("discard");
  }

  @Test
  void aSecondOneJoinsTheFirst() {
    bed.world.failing.put("fetch", failure(FailureTypes.UNREACHABLE, "away"));
    bed.begin("Restore", Map.of("group", "na"));
    assertThatThrownBy(() -> bed.begin("Restore", Map.of("group", "na")))
        .isInstanceOf(WorkflowExecutionAlreadyStarted.class);
  }
}
