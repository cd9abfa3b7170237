package io.traceo.workflows.capacity;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.CapacityActivities.Application;
import io.traceo.workflows.capacity.RolloutRegion.State;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.Grant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rollout leaves that is terminated in the middle is taken back by its successor. */
class LeftRolloutTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private RolloutBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new RolloutBed(environment);
  }

  /** Terminated once it has changed two regions. */
  private CapacityRolloutRequest left() {
    AtomicBoolean there = new AtomicBoolean();
    bed.world.meanwhile.put(
        "ready " + WEST2,
        () -> {
          if (there.compareAndSet(false, true)) {
            bed.client.newUntypedWorkflowStub("rollout").terminate("as somebody may");
          }
        });
    WorkflowStub run = bed.begin(RolloutBed.all());
    assertThatThrownBy(() -> run.getResult(CapacityRolloutReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    List<Application> undo = bed.status().undo();
    Grant held = bed.group.holder();
    assertThat(held).as("a terminated run gives nothing back").isNotNull();
    return new CapacityRolloutRequest(
        "na",
        null,
        false,
        "orphaned",
        "group",
        false,
        new LeftRollout(held.token(), TestDefinition.scaled(), "rollout", "TERMINATED", undo),
        Map.of());
  }

  @Test
  void everyRegionThatWasTouchedGoesBackAndTheGrantWithThem() throws Exception {
    CapacityRolloutRequest request = left();
    assertThat(bed.capacity.specs).containsEntry(WEST1, "4 to 40").containsEntry(WEST2, "9 to 90");
    CapacityRolloutReport report = bed.run(request);
    assertThat(report.verdict()).as("%s", report).isEqualTo("ROLLED_BACK");
    assertThat(report.reason()).isEqualTo("rollout ended (TERMINATED) without taking back");
    assertThat(report.regions())
        .extracting(RolloutRegion::region)
        .containsExactly(WEST1, WEST2)
        .doesNotContain(EAST);
    assertThat(report.regions()).extracting(RolloutRegion::state).containsOnly(State.TAKEN_BACK);
    assertThat(report.regions().get(1).batch()).isEqualTo(2);
    assertThat(bed.kept()).isEqualTo(report);
    bed.assertAsBefore();
  }

  @Test
  void whoeverCancelsTheSuccessorGetsTheRegionsBackAllTheSame() throws Exception {
    CapacityRolloutRequest request = left();
    bed.world.meanwhile.put("back " + WEST1, bed::cancel);
    WorkflowStub run = bed.begin(request);
    assertThatThrownBy(() -> run.getResult(CapacityRolloutReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(bed.kept().verdict()).isEqualTo("ROLLED_BACK");
    bed.assertAsBefore();
  }
}
