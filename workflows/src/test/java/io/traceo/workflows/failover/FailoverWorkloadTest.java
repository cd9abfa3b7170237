package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the regions' workloads, with skipped time; each test replays its history. */
class FailoverWorkloadTest {
  @RegisterExtension final TestWorkflowExtension temporal = FailoverBed.extension();
  private FailoverBed bed;
  private FakeWorld world;
  private FakeClusters clusters;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
    world = bed.world;
    clusters = bed.clusters;
    clusters.replicas.put(EAST, 3);
  }

  private static FailoverRequest byGroup() {
    Definition na = TestDefinition.na();
    return FailoverBed.byGroup(
        new Definition(
            na.group(),
            na.regions(),
            na.failover(),
            na.drill(),
            na.simulated(),
            false,
            List.of(EAST, WEST2, WEST1),
            null));
  }

  @Test
  void theOldWorkloadGoesToZeroAndTheNewOneGrows() throws Exception {
    world.unreachable.add(EAST);
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(clusters.replicas).containsEntry(EAST, 0).containsEntry(WEST2, 3);
    assertThat(FailoverBed.step(result, "resume").detail()).contains("replicas 1 to 3");
    assertThat(FailoverBed.step(result, "fence.workload").detail()).contains("at zero", "stays");
    assertThat(world.calls("clusters").get(0)).doesNotContain(EAST);
  }

  @Test
  void theNextEpochIsAboveWhatAClusterKnows() throws Exception {
    clusters.epochs.put(WEST1, 7L);
    assertThat(bed.run(byGroup()).summary().epoch()).isEqualTo(8);
    assertThat(clusters.epochs).containsEntry(EAST, 8L).containsEntry(WEST2, 8L);
  }

  @Test
  void aSilentClusterOfTheDeadRegionIsNeitherWaitedForNorForgotten() throws Exception {
    world.unreachable.add(EAST);
    clusters.silent.add(EAST);
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(world.calls("scale-down", "promote", "serving"))
        .startsWith("scale-down us-east-1")
        .contains("promote us-west-2", "serving us-west-2");
    assertThat(FailoverBed.step(result, "fence.workload").outcome()).isEqualTo("FAILED");
    assertThat(result.events()).anyMatch(e -> e.contains("workload of us-east-1"));
    assertThat(clusters.replicas).containsEntry(EAST, 3);
  }

  @Test
  void aSurveyOfTheClustersThatFailsHoldsNothingUp() throws Exception {
    world.failing.put(
        "clusters us-west-2,us-west-1", FakeWorld.failure(FailureTypes.FORBIDDEN, "no right"));
    assertThat(bed.run(byGroup()).outcome()).isEqualTo("DONE");
  }

  @Test
  void anAbortGivesTheOldWorkloadBackUnderAHigherEpoch() throws Exception {
    world.failing.put(
        "promote us-west-2", FakeWorld.failure(FailureTypes.CONFLICT, "is no standby"));
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(clusters.replicas).containsEntry(EAST, 3).doesNotContainKey(WEST2);
    assertThat(clusters.epochs).containsEntry(EAST, 3L);
    assertThat(world.calls("scale-up")).isEmpty();
  }

  @Test
  void anAbortDoesNotWaitLongForASilentCluster() throws Exception {
    clusters.silent.add(EAST);
    world.failing.put(
        "promote us-west-2", FakeWorld.failure(FailureTypes.CONFLICT, "is no standby"));
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(result.events()).anyMatch(e -> e.contains("SCALE_BACK us-east-1 could not be done"));
  }

  @Test
  void aPlannedSwitchFencesTheWorkloadToo() throws Exception {
    FailoverRequest request = byGroup();
    FailoverResult result =
        bed.run(
            new FailoverRequest(
                "na", "SWITCHOVER", null, "why", "me", false, request.authority(), Map.of()));
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(clusters.replicas).containsEntry(EAST, 0).containsEntry(WEST2, 3);
  }

  @Test
  void resumeTriesUntilTheClusterIsBackAndPages() throws Exception {
    clusters.silent.add(WEST2);
    world.meanwhile.put(
        "scale-up us-west-2",
        () -> {
          if (world.calls("scale-up").size() >= 12) {
            clusters.silent.remove(WEST2);
          }
        });
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.events()).anyMatch(e -> e.contains("resume is late"));
    assertThat(clusters.replicas).containsEntry(WEST2, 3);
  }

  @Test
  void aGroupWithoutClustersAsksNone() throws Exception {
    FailoverResult result = bed.run(FailoverBed.byGroup(TestDefinition.na()));
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(world.calls("clusters", "scale", "settle", "undo-scale")).isEmpty();
    assertThat(FailoverBed.step(result, "resume").detail()).contains("no cluster to scale");
  }
}
