package io.traceo.workflows.restore;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.TaskQueues;
import io.traceo.workflows.failover.TestDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups: admitted, taken from whoever leads, old ones removed; each test replays its history. */
class BackupWorkflowTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RestoreBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RestoreBed(environment);
  }

  private BackupResult run() throws Exception {
    return bed.backup(Map.of("group", "na"));
  }

  @Test
  void itIsTakenFromTheLeaderAndOldOnesGo() throws Exception {
    BackupResult result = run();
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.backup().id()).matches("\\d{8}T\\d{6}-.{6}");
    assertThat(result.pruned().segments()).isEqualTo(3);
    assertThat(bed.world.calls("outlook", "take", "prune"))
        .containsExactly("outlook", "take us-east-1", "prune 7");
  }

  @Test
  void aDryRunStopsAfterThePlan() throws Exception {
    BackupResult result = bed.backup(Map.of("group", "na", "dryRun", true));
    assertThat(result.outcome()).isEqualTo("PLANNED");
    assertThat(result.plan().store()).isEqualTo("a folder");
    bed.assertNothingTouched();
  }

  @Test
  void whatIsAgainstItIsSaidBeforeAnythingIsTaken() throws Exception {
    bed.backups.refusals = List.of("no provider", "no space");
    BackupResult result = run();
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).isEqualTo("no provider; no space");
    bed.assertNothingTouched();
  }

  @Test
  void aGroupWithoutRunbooksIsRefusedSayingSo() throws Exception {
    bed.group.definition = TestDefinition.na();
    assertThat(run().reason()).contains("na has no runbooks for backups", "backup.yaml");
    bed.assertNothingTouched();
  }

  @Test
  void aMisspeltFieldIsRefusedByName() throws Exception {
    BackupResult result = bed.backup(Map.of("group", "na", "dryrun", true));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("dryrun", "dryRun");
  }

  @Test
  void aPlaceThatIsAwayIsNamed() throws Exception {
    bed.world.failing.put("outlook", failure(FailureTypes.UNREACHABLE, "the store is away"));
    BackupResult result = run();
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("the store is away");
  }

  @Test
  void aFailoverDuringABackupOnlyBeginsItAgain() throws Exception {
    bed.once(
        "take us-east-1",
        () -> {
          bed.world.moved(WEST1);
          throw failure(FailureTypes.CONFLICT, "us-east-1 leads no more");
        });
    BackupResult result = run();
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.backup().leader()).isEqualTo(WEST1);
    assertThat(bed.world.calls("take")).containsExactly("take us-east-1", "take us-west-1");
    assertThat(result.events()).anyMatch(e -> e.contains("us-east-1 leads no more"));
  }

  @Test
  void aLeaderThatIsAwayIsTriedUntilItIsBackOrAnotherLeads() throws Exception {
    bed.world.unreachable.add(EAST);
    int[] tries = {0};
    bed.world.meanwhile.put(
        "take us-east-1",
        () -> {
          if (++tries[0] == 4) {
            bed.world.moved(WEST1);
          }
        });
    assertThat(run().backup().leader()).isEqualTo(WEST1);
  }

  @Test
  void aConflictThatStaysEndsIt() throws Exception {
    bed.world.failing.put(
        "take us-east-1", failure(FailureTypes.CONFLICT, "somebody else writes into this archive"));
    BackupResult result = run();
    assertThat(result.outcome()).isEqualTo("FAILED");
    assertThat(result.reason()).contains("somebody else writes");
    assertThat(bed.world.calls("take")).hasSizeBetween(20, 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forbidden", "ResidencyViolation", "Corrupt", "InvalidRequest"})
  void whatNoRetryMendsEndsItAtOnce(String type) throws Exception {
    bed.world.failing.put("take us-east-1", failure(type, "no"));
    assertThat(run().outcome()).isEqualTo("FAILED");
    assertThat(bed.world.calls("take")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 1})
  void aSecondMoreThanTheLimitPages(int seconds) throws Exception {
    // Its archive would look a thousand times meanwhile.
    bed.readyAfter("define", "Archive", Duration.ofHours(2));
    bed.readyAround("status", "Backup", Duration.ofHours(1), seconds);
    BackupResult result = run();
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.events().stream().anyMatch(e -> e.contains("PAGE take is late")))
        .isEqualTo(seconds > 0);
  }

  @Test
  void oldBackupsThatStayDoNotUndoTheNewOne() throws Exception {
    bed.world.failing.put("prune 7", failure(FailureTypes.FORBIDDEN, "may not delete"));
    BackupResult result = run();
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.events()).anyMatch(e -> e.contains("PAGE") && e.contains("may not delete"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"take us-east-1", "prune 7"})
  void cancelledItEndsAfterItsTry(String call) throws Exception {
    bed.cancelDuring(call, "Backup");
    WorkflowStub run = bed.begin("Backup", Map.of("group", "na"));
    assertThatThrownBy(() -> run.getResult(BackupResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    bed.replay("Backup");
    assertThat(bed.world.calls("take", "prune")).endsWith(call);
  }

  @Test
  void aSecondOneJoinsTheFirst() {
    bed.world.unreachable.add(EAST);
    bed.begin("Backup", Map.of("group", "na"));
    assertThatThrownBy(() -> bed.begin("Backup", Map.of("group", "na")))
        .isInstanceOf(WorkflowExecutionAlreadyStarted.class);
  }

  @Test
  void theArchiveThatItNeedsIsBegunAndOutlivesIt() throws Exception {
    bed.cancelDuring("take us-east-1", "Backup");
    WorkflowStub run = bed.begin("Backup", Map.of("group", "na"));
    assertThatThrownBy(() -> run.getResult(BackupResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(bed.seen("archive/na", EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED))
        .isFalse();
    assertThat(bed.seen("archive/na", EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)).isTrue();
  }

  @Test
  void anArchiveThatRunsIsLeftAlone() throws Exception {
    bed.client
        .newUntypedWorkflowStub(
            "Archive",
            WorkflowOptions.newBuilder()
                .setWorkflowId("archive/na")
                .setTaskQueue(TaskQueues.CONTROL)
                .build())
        .start(ArchiveStart.of("na"));
    BackupResult result = run();
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.events()).noneMatch(e -> e.contains("was not running"));
  }
}
