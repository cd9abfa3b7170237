package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.contract.WorkflowIds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The entity's history is kept short enough to be read again at once. */
class GroupHistoryTest extends GroupBed {
  /** Fewer than make it continue as new for their own sake. */
  private static final int UPDATES = 240;

  private String runId() {
    WorkflowStub entity = client.newUntypedWorkflowStub(WorkflowIds.group("na"));
    return entity.describe().getExecution().getRunId();
  }

  private void manyUpdates() {
    for (int i = 0; i < UPDATES; i++) {
      group.release(new Grant.Release("na", "na-0", null));
    }
  }

  @Test
  void aQuietGroupContinuesAsNewLongBeforeTheServerSuggestsIt() {
    String first = runId();
    manyUpdates();
    await(() -> !runId().equals(first));
    awaitReady();
    assertThat(group.status().leader()).isEqualTo(EAST);
  }

  @Test
  void oneThatIsOperatedOnDoesWhenItIsOver() {
    Grant.Answer held =
        group.acquire(
            new Grant.Request("na", "x", "x", "run", Grant.Kind.CAPACITY, EAST, List.of(), null));
    String first = runId();
    manyUpdates();
    // It has looked at itself, well, since.
    sees.put(WEST1, View.UNREACHABLE_FROM_HERE);
    await(() -> group.status().verdict() == Verdict.PARTLY_UNREACHABLE);
    sees.put(WEST1, View.HEALTHY);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    assertThat(runId()).isEqualTo(first);
    group.release(new Grant.Release("na", held.token(), null));
    await(() -> !runId().equals(first));
    awaitReady();
  }
}
