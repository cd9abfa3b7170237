package io.traceo.workflows.restore;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.TestDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The entity that keeps the archive going: copies again, follows the leader, pages once. */
class ArchiveWorkflowTest {
  private static final String ARCHIVE = "Archive";

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RestoreBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RestoreBed(environment);
  }

  /** What it noted and paged, as its page shows. */
  private String page() {
    return bed.client
        .newUntypedWorkflowStub(ARCHIVE)
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  private ArchiveState status() {
    return bed.client.newUntypedWorkflowStub(ARCHIVE).query("status", ArchiveState.class);
  }

  private void begin() {
    bed.begin(ARCHIVE, ArchiveStart.of("na"));
  }

  private void over() throws Exception {
    bed.client.newUntypedWorkflowStub(ARCHIVE).cancel();
    await(() -> bed.seen(ARCHIVE, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED));
    bed.replay(ARCHIVE);
  }

  @Test
  void aCopyingThatEndsIsSentOutAgain() throws Exception {
    begin();
    await(() -> !bed.world.calls("archive us-east-1 1").isEmpty());
    bed.environment.sleep(Duration.ofMinutes(2));
    await(() -> bed.world.calls("archive us-east-1 1").size() > 3);
    assertThat(status().position()).isEqualTo(900);
    over();
  }

  @Test
  void whoeverLeadsIsCopied() throws Exception {
    begin();
    await(() -> !bed.world.calls("archive us-east-1 1").isEmpty());
    bed.world.moved(WEST1);
    bed.environment.sleep(Duration.ofMinutes(1));
    await(() -> !bed.world.calls("archive us-west-1 2").isEmpty());
    over();
  }

  @Test
  void aCopyingFromAnOldLeaderIsEndedBeforeTheNextBegins() throws Exception {
    bed.backups.copiesOn = true;
    begin();
    await(() -> !bed.world.calls("archive us-east-1 1").isEmpty());
    bed.world.moved(WEST1);
    // A look every 15 s, and no time is skipped while a copying is under way.
    await(() -> !bed.world.calls("archive us-west-1 2").isEmpty());
    assertThat(bed.seen(ARCHIVE, EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED)).isTrue();
    over();
  }

  @Test
  void anArchiveThatFallsBehindIsPagedOnceAndSaidToBeWellAgain() throws Exception {
    bed.backups.archive = () -> bed.backups.state(61_000, null);
    begin();
    bed.environment.sleep(Duration.ofMinutes(10));
    await(() -> page().contains("61 s behind"));
    assertThat(page().split("PAGE", -1)).hasSize(2);
    bed.backups.archive = () -> bed.backups.state(59_000, null);
    bed.environment.sleep(Duration.ofMinutes(2));
    await(() -> page().contains("well again"));
    over();
  }

  @Test
  void aSecondBelowTheLimitPagesNothing() throws Exception {
    bed.backups.archive = () -> bed.backups.state(58_000, null);
    begin();
    bed.environment.sleep(Duration.ofMinutes(5));
    assertThat(page()).doesNotContain("PAGE");
    over();
  }

  @Test
  void aHoleIsPagedWithItsReason() throws Exception {
    bed.backups.archive = () -> bed.backups.state(0, "log from 0/3000000 on is gone");
    begin();
    bed.environment.sleep(Duration.ofMinutes(5));
    await(() -> page().contains("PAGE the archive of na does not go on: log from"));
    assertThat(page().split("PAGE", -1)).hasSize(2);
    over();
  }

  @Test
  void aPlaceThatCanNotBeAskedIsBehindInTheEnd() throws Exception {
    bed.backups.archive = () -> null;
    bed.world.failing.put("list", failure(FailureTypes.UNREACHABLE, "the store is away"));
    bed.world.failing.put("archive us-east-1 1", failure(FailureTypes.UNREACHABLE, "away"));
    begin();
    bed.environment.sleep(Duration.ofMinutes(3));
    await(() -> page().contains("nothing was ever archived"));
    assertThat(page().split("the store is away", -1)).as("told once").hasSizeLessThan(4);
    over();
  }

  @Test
  void itContinuesAsNewWithAllItKnows() {
    bed.backups.archive = () -> bed.backups.state(61_000, null);
    begin();
    String first = bed.client.newUntypedWorkflowStub(ARCHIVE).describe().getExecution().getRunId();
    bed.environment.sleep(Duration.ofHours(1));
    await(
        () ->
            !bed.client
                .newUntypedWorkflowStub(ARCHIVE)
                .describe()
                .getExecution()
                .getRunId()
                .equals(first));
    await(() -> page().contains("61 s behind"));
    bed.environment.sleep(Duration.ofMinutes(2));
    assertThat(page().split("PAGE", -1)).as("paged once in all runs").hasSize(2);
    assertThat(status()).isNotNull();
    bed.client.newUntypedWorkflowStub(ARCHIVE).cancel();
  }

  @Test
  void aGroupWithoutBackupsHasNoArchive() {
    bed.group.definition = TestDefinition.na();
    WorkflowStub run = bed.begin(ARCHIVE, Map.of("group", "na"));
    assertThatThrownBy(() -> run.getResult(Void.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("no runbooks for backups");
    assertThat(List.of(bed.world.calls("archive"))).containsExactly(List.of());
  }
}
