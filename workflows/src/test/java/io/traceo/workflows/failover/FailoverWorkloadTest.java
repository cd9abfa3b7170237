package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.RoutingActivities;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the regions' workloads, with skipped time; each test replays its history. */
class FailoverWorkloadTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
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
    return byGroup(TestDefinition.na());
  }

  private static FailoverRequest byGroup(Definition na) {
    return FailoverBed.byGroup(
        new Definition(
            na.group(),
            na.regions(),
            na.failover(),
            na.drill(),
            na.simulated(),
            false,
            List.of(EAST, WEST2, WEST1),
            null,
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
          if (world.calls("scale-up").size() >= 20) {
            clusters.silent.remove(WEST2);
          }
        });
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.events()).anyMatch(e -> e.contains("resume is late"));
    assertThat(clusters.replicas).containsEntry(WEST2, 3);
  }

  /** Clients write already: copies are restored even when Kubernetes is down for good. */
  @Test
  void aClusterThatNeverAnswersHoldsNeitherCopiesNorTheEndUp() throws Exception {
    clusters.silent.add(WEST2);
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(FailoverBed.step(result, "resume").outcome()).isEqualTo("PAGED");
    assertThat(FailoverBed.step(result, "resume").detail()).contains("serves; ", "is late");
    assertThat(FailoverBed.step(result, "protect").detail()).contains("2 followers stream");
    assertThat(result.events())
        .anyMatch(e -> e.contains("PAGE the workload of us-west-2 was not made large enough"))
        .anyMatch(e -> e.contains("scale its Deployment by hand; the run goes on"))
        .anyMatch(e -> e.contains("the run ends; scale its Deployment and raise the floor"));
    assertThat(outcomes(result, "resume.workload")).containsExactly("PAGED", "FAILED");
  }

  @Test
  void aClusterThatIsBackWhileTheOldLeaderIsAwayIsScaledThen() throws Exception {
    clusters.silent.add(WEST2);
    backAtCall(20, "scale-up us-west-2");
    untilScaled("rejoin us-east-1");
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(outcomes(result, "resume.workload")).containsExactly("PAGED", "DONE");
    assertThat(clusters.replicas).containsEntry(WEST2, 3);
  }

  @Test
  void aForcedResumeGoesOnToScaleToo() throws Exception {
    clusters.silent.add(WEST2);
    backAtCall(20, "scale-up us-west-2");
    untilScaled("rejoin us-east-1");
    FailoverResult result = bed.run(byGroup(TestDefinition.forced()));

    assertThat(FailoverBed.step(result, "resume").outcome()).isEqualTo("FORCED");
    assertThat(outcomes(result, "resume.workload")).containsExactly("PAGED", "DONE");
    assertThat(clusters.replicas).containsEntry(WEST2, 3);
  }

  /** As after a restore of the database, with the target's cluster away at admit. */
  @Test
  void aWorkloadThatAloneKnowsAHigherEpochDoesNotEndTheRun() throws Exception {
    clusters.epochs.put(WEST2, 7L);
    clusters.silent.add(WEST2);
    backAtCall(1, "scale-up us-west-2");
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(result.summary().epoch()).isEqualTo(2);
    assertThat(result.events())
        .anyMatch(e -> e.contains("PAGE a newer one acted. Looking whether"))
        .anyMatch(e -> e.contains("is scaled under its own epoch 7"));
    assertThat(clusters.replicas).containsEntry(WEST2, 3);
    assertThat(clusters.epochs).containsEntry(WEST2, 7L);
  }

  @Test
  void aMemberThatKnowsTheHigherEpochTooEndsTheRun() throws Exception {
    newerFailover(() -> world.epochs.put(WEST1, 7L));
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("SUPERSEDED");
    assertThat(result.reason()).contains("members or names have epoch 7, this run has 2");
    assertThat(clusters.replicas).doesNotContainKey(WEST2);
  }

  @Test
  void namesThatKnowTheHigherEpochTooEndTheRun() throws Exception {
    newerFailover(
        () -> world.route = new RoutingActivities.Route(WEST1, List.of(WEST1), 7, "DONE"));
    assertThat(bed.run(byGroup()).outcome()).isEqualTo("SUPERSEDED");
    assertThat(clusters.replicas).doesNotContainKey(WEST2);
  }

  /** A newer failover fences the workload a moment before it seals the members. */
  @Test
  void aNewerFailoverThatShowsItselfLaterEndsTheRun() throws Exception {
    clusters.epochs.put(WEST2, 7L);
    clusters.silent.add(WEST2);
    backAtCall(1, "scale-up us-west-2");
    String looks = "survey us-east-1,us-west-2,us-west-1";
    world.meanwhile.put(
        looks,
        () -> {
          if (world.calls(looks).size() == 2) {
            world.epochs.put(WEST1, 7L);
          }
        });
    // Everything else of the run waits meanwhile, so that nothing else finds it.
    untilCalled(2, looks, "rejoin us-east-1");
    FailoverResult result = bed.run(byGroup());

    assertThat(result.outcome()).isEqualTo("SUPERSEDED");
    assertThat(outcomes(result, "resume.workload")).containsExactly("PAGED", "SUPERSEDED");
    assertThat(clusters.replicas).doesNotContainKey(WEST2);
  }

  @Test
  void theFenceOfTheOldLeaderIsRecordedFromItsOwnStart() throws Exception {
    untilCalled(1, "scale-up us-west-2", "fence us-east-1");
    FailoverResult result = bed.run(byGroup());

    StepRecord admit = FailoverBed.step(result, "admit");
    StepRecord fence = FailoverBed.step(result, "fence");
    assertThat(fence.startedAtMillis())
        .isEqualTo(admit.startedAtMillis() + admit.tookMs())
        .isLessThan(FailoverBed.step(result, "protect").startedAtMillis());
  }

  private void newerFailover(Runnable elsewhere) {
    clusters.epochs.put(WEST2, 7L);
    clusters.silent.add(WEST2);
    backAtCall(1, "scale-up us-west-2");
    Runnable back = world.meanwhile.get("scale-up us-west-2");
    world.meanwhile.put(
        "scale-up us-west-2",
        () -> {
          back.run();
          elsewhere.run();
        });
  }

  private void backAtCall(int number, String call) {
    world.meanwhile.put(
        call,
        () -> {
          if (world.calls(call).size() >= number) {
            clusters.silent.remove(WEST2);
          }
        });
  }

  private void untilScaled(String call) {
    world.failing.put(call, FakeWorld.failure(FailureTypes.NOT_READY, "is away"));
    world.meanwhile.put(
        call,
        () -> {
          if (clusters.replicas.containsKey(WEST2)) {
            world.failing.remove(call);
          }
        });
  }

  /** A call that is not done before another was made so often. */
  private void untilCalled(int times, String other, String call) {
    world.failing.put(call, FakeWorld.failure(FailureTypes.NOT_READY, "is away"));
    world.meanwhile.put(
        call,
        () -> {
          if (world.calls(other).size() >= times) {
            world.failing.remove(call);
          }
        });
  }

  private static List<String> outcomes(FailoverResult result, String step) {
    return result.summary().steps().stream()
        .filter(s -> s.name().equals(step))
        .map(StepRecord::outcome)
        .toList();
  }

  @Test
  void aGroupWithoutClustersAsksNone() throws Exception {
    FailoverResult result = bed.run(FailoverBed.byGroup(TestDefinition.na()));
    assertThat(result.outcome()).isEqualTo("DONE");
    assertThat(world.calls("clusters", "scale", "settle", "undo-scale")).isEmpty();
    assertThat(FailoverBed.step(result, "resume").detail()).contains("no cluster to scale");
  }
}
