package io.traceo.workflows.failover;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.failover.FakeWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failover that is called off: taken back before the promotion, finished after it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallOffTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private FailoverBed bed;
  private WorkflowClient client;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
    client = environment.getWorkflowClient();
    bed.world.unreachable.add(EAST);
  }

  private FailoverResult calledOffAt(String call) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    bed.world.meanwhile.put(
        call,
        () -> {
          if (done.compareAndSet(false, true)) {
            callOff();
          }
        });
    return bed.run(FailoverBed.byGroup(TestDefinition.na()));
  }

  private void callOff() {
    client.newUntypedWorkflowStub("f").signal("callOff", new CallOff("a drill aborts"));
  }

  private void takenBack(FailoverResult result) {
    assertThat(result.outcome()).as("%s", result).isEqualTo("ABORTED");
    assertThat(result.reason()).isEqualTo("called off: a drill aborts");
    assertThat(bed.world.calls("promote")).isEmpty();
    assertThat(bed.world.upstreams).containsEntry(WEST2, EAST).containsEntry(WEST1, EAST);
  }

  @Test
  void whileItIsAdmittedNothingIsBegun() throws Exception {
    takenBack(calledOffAt("read route"));
    assertThat(bed.world.calls("seal", "unseal")).isEmpty();
  }

  /** The in-memory server can't cancel a call that ends at that very moment, so the call waits. */
  @ParameterizedTest
  @ValueSource(strings = {"seal us-west-2", "arm us-west-2"})
  void beforeThePromotionEverythingIsTakenBack(String call) throws Exception {
    if (call.startsWith("seal")) {
      bed.world.failing.put("seal " + WEST1, failure(FailureTypes.CONFLICT, "is no standby"));
    }
    AtomicBoolean done = new AtomicBoolean();
    bed.world.meanwhile.put(
        call,
        () -> {
          if (done.compareAndSet(false, true)) {
            await(
                () -> !call.startsWith("seal") || seen(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED));
            callOff();
            await(() -> seen(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED));
            // Nobody waits for it any more; the real one would be refused by the higher epoch.
            bed.world.failing.put(call, failure(FailureTypes.STALE_EPOCH, "raised meanwhile"));
          }
        });
    takenBack(bed.run(FailoverBed.byGroup(TestDefinition.na())));
    assertThat(bed.world.calls("unseal")).isNotEmpty();
  }

  private boolean seen(EventType type) {
    return client.fetchHistory("f").getEvents().stream().anyMatch(e -> e.getEventType() == type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"promote us-west-2", "verify", "copies us-east-1,us-west-1"})
  void fromThePromotionOnItGoesToItsEnd(String call) throws Exception {
    FailoverResult result = calledOffAt(call);
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.reason()).isNull();
    assertThat(bed.world.calls("copies")).hasSize(1);
    assertThat(result.events()).anyMatch(e -> e.contains("called off too late"));
  }
}
