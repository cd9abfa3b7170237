package io.traceo.workflows.restore;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.group.Grant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A take-over whose failover is ended by force: what leads, or may, is never thrown away. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TakeOverEndedTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private final AtomicBoolean free = new AtomicBoolean();
  private RestoreBed bed;
  private FakeWorld world;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RestoreBed(environment);
    world = bed.world;
    bed.once("discard", () -> free.set(bed.group.holder() == null));
  }

  /**
   * The in-memory server tells no parent of a child that was ended: the cancelling makes it look.
   */
  private RestoreReport endedAt(String call, Map<String, Object> request) throws Exception {
    bed.once(
        call,
        () -> {
          bed.client.newUntypedWorkflowStub(bed.takeOver()).terminate("by somebody");
          bed.client.newUntypedWorkflowStub("Restore").cancel();
          world.meanwhile.put("status", this::takeOverTheGrant);
        });
    WorkflowStub run = bed.begin("Restore", request);
    assertThatThrownBy(() -> run.getResult(RestoreReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    bed.replay("Restore");
    assertThat(bed.kept().verdict()).as("%s", bed.kept()).isEqualTo("FAILED");
    return bed.kept();
  }

  /** As the group does when a holder is gone: what it left before a promotion is taken back. */
  private void takeOverTheGrant() {
    if (world.calls("status").size() <= 8) {
      return;
    }
    String installed = bed.backups.installed;
    if (installed != null && !world.leader.equals(WEST2)) {
      bed.backups.standing.add(installed);
      bed.backups.installed = null;
    }
    bed.group.release(new Grant.Release("na", "na-7", null));
  }

  private void assertKept(RestoreReport report) {
    assertThat(report.events()).anyMatch(e -> e.contains("it is the member of us-west-2 now"));
    assertThat(world.calls("discard", "uninstall")).isEmpty();
    assertThat(bed.backups.installed).isNotNull();
  }

  private void assertThrownAway() {
    assertThat(world.calls("discard")).hasSize(1);
    assertThat(free).as("the group was free when it was thrown away").isTrue();
    bed.assertNothingHalfRestored();
  }

  @Test
  void afterThePromotionItStays() throws Exception {
    world.unreachable.addAll(List.of(EAST, WEST2, WEST1));
    assertKept(endedAt("route us-west-2 us-west-2", TakeOverTest.request(EAST, WEST1)));
  }

  @Test
  void beforeThePromotionItIsThrownAwayOnceTheGroupIsFree() throws Exception {
    endedAt("seal us-west-1", TakeOverTest.request());
    assertThrownAway();
  }

  @Test
  void duringAPromotionThatHappensItStaysAlthoughNobodyWasTold() throws Exception {
    RestoreReport report = endedAt("promote us-west-2", TakeOverTest.request());
    assertThat(world.leader).isEqualTo(WEST2);
    assertKept(report);
  }

  @Test
  void duringAPromotionThatDoesNotHappenItIsThrownAway() throws Exception {
    world.failing.put("promote us-west-2", failure(FailureTypes.CONFLICT, "is no standby"));
    endedAt("promote us-west-2", TakeOverTest.request());
    assertThat(world.leader).isEqualTo(EAST);
    assertThrownAway();
  }
}
