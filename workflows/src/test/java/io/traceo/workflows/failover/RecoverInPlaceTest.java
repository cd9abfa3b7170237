package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FailoverBed.step;
import static io.traceo.workflows.failover.FailoverBed.withLeaderReadOnly;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.topology.OnLastCopy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An old leader that answers in recovery is one more member to seal and to choose from. */
class RecoverInPlaceTest {
  @RegisterExtension static final TestWorkflowExtension EXTENSION = TestTemporal.extension();

  private FailoverBed bed;
  private FakeWorld world;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
    world = bed.world;
  }

  private static void assertInPlace(FailoverResult result) {
    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(result.summary().toRegion()).isEqualTo(EAST);
    assertThat(result.plan().back()).isNotNull();
    assertThat(result.plan().steps()).anyMatch(s -> s.startsWith("RECOVER_IN_PLACE: us-east-1"));
    assertThat(step(result, "promote.choose").detail()).startsWith("RECOVER_IN_PLACE: us-east-1");
  }

  @Test
  void aGroupThatLostPowerElectsOverAllMembersAndTheNamesStay() throws Exception {
    world.startedAgain();
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.na()));
    assertInPlace(result);
    assertThat(world.calls("survey")).containsExactly("survey us-east-1,us-west-2,us-west-1");
    assertThat(world.calls("seal")).hasSize(3);
    assertThat(world.armed.survivors()).containsExactlyInAnyOrder(WEST2, WEST1);
    assertThat(world.calls("promote")).containsExactly("promote us-east-1");
    assertThat(world.route.writeRegion()).isEqualTo(EAST);
    assertThat(world.route.epoch()).isEqualTo(2);
    assertThat(world.calls("fence", "rejoin")).as("it leads itself").isEmpty();
  }

  @Test
  void withAFollowerGoneTheOldLeaderIsProofWithinAMajority() throws Exception {
    world.startedAgain();
    world.unreachable.add(WEST1);
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.na()));
    assertInPlace(result);
    assertThat(step(result, "promote.seal").detail())
        .startsWith("2 of 3 sealed, 2 needed with us-east-1, 2 without it");
    assertThat(world.armed.survivors()).containsExactly(WEST2);
    assertThat(world.armed.quorum()).isEqualTo(1);
    assertThat(world.calls("rejoin")).containsExactly("rejoin us-west-1");
    assertThat(world.calls("confirm").get(0))
        .as("the region that is gone holds nothing up")
        .isEqualTo("confirm route but at us-west-1");
  }

  @Test
  void aNewerTimelineBeatsTheOldLeadersPosition() throws Exception {
    world.startedAgain();
    world.timelines.put(WEST2, 2);
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.na()));
    assertThat(result.summary().toRegion()).isEqualTo(WEST2);
    assertThat(world.armed.survivors()).as("what it has alone is looked at").containsExactly(WEST1);
    assertThat(world.calls("rejoin")).containsExactly("rejoin us-east-1");
  }

  /** As one is that led before, and came back as the next one died. */
  @Test
  void oneOutsideTheSetOnAnOlderTimelineDoesNotFollowBeforeItIsCompared() throws Exception {
    world.startedAgain();
    world.timelines.putAll(Map.of(EAST, 2, WEST1, 2));
    CopySet armed = CopySet.of(List.of(WEST1), 1, 0, "armed");
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.na(), armed));
    assertInPlace(result);
    assertThat(step(result, "promote.seal").detail()).startsWith("3 of 3 sealed");
    assertThat(world.armed.survivors()).containsExactly(WEST1);
    assertThat(world.calls("rejoin")).containsExactly("rejoin us-west-2");
  }

  @Test
  void oneThatNobodySawIsNotAsked() throws Exception {
    world.startedAgain();
    FailoverResult result = bed.run(FailoverBed.byGroup(TestDefinition.na()));
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(world.calls("survey")).containsExactly("survey us-west-2,us-west-1");
    assertThat(world.calls("seal us-east-1")).isEmpty();
  }

  @Test
  void oneThatFellSilentAgainIsNotWaitedFor() throws Exception {
    world.unreachable.add(EAST);
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.na()));
    assertThat(result.summary().toRegion()).isEqualTo(WEST2);
    assertThat(result.plan().back()).isNull();
    assertThat(world.calls("seal us-east-1")).isEmpty();
    assertThat(world.calls("fence us-east-1")).hasSize(1);
  }

  @Test
  void oneThatFollowsSomebodyOrIsAnotherDatabaseIsNotChosen() throws Exception {
    world.startedAgain();
    world.upstreams.put(EAST, WEST2);
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.na()));
    assertThat(result.summary().toRegion()).isEqualTo(WEST2);
    assertThat(result.plan().candidates().get(0).why()).isEqualTo("follows us-west-2");
  }

  @Test
  void anAbortLeavesItAsItWas() throws Exception {
    world.startedAgain();
    world.failing.put("arm us-east-1", FakeWorld.failure(FailureTypes.CONFLICT, "no"));
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.na()));
    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(world.unsealed.get(EAST).upstream()).isNull();
    assertThat(world.unsealed.get(EAST).epoch()).isEqualTo(3);
    assertThat(world.unsealed.get(EAST).synchronousSet()).containsExactly(WEST2, WEST1);
    assertThat(world.unsealed.get(WEST2).upstream()).isEqualTo(EAST);
  }

  @Test
  void aPairGoesOnInPlaceWithoutAnybodyWhileBothAreThere() throws Exception {
    world.startedAgain();
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.pair(OnLastCopy.BLOCK)));
    assertInPlace(result);
    assertThat(world.armed.survivors()).isEqualTo(List.of(WEST2));
  }

  @Test
  void aPairWhoseOldLeaderCannotBeSealedAfterAllWaits() throws Exception {
    world.startedAgain();
    world.failing.put("seal us-east-1", FakeWorld.failure(FailureTypes.UNREACHABLE, "gone"));
    FailoverResult result = bed.run(withLeaderReadOnly(TestDefinition.pair(OnLastCopy.BLOCK)));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("members could be sealed (2 needed with us-east-1)");
    assertThat(world.calls("promote")).isEmpty();
  }
}
