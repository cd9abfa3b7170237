package io.traceo.workflows.drill;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static io.traceo.workflows.group.FakeGroup.neighbour;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.group.Grant;
import io.traceo.workflows.group.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each precondition alone keeps a drill from touching anything; all of them are named at once. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrillPreconditionsTest {
  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private DrillBed bed;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new DrillBed(environment);
  }

  private static Arguments unmet(String reason, Consumer<DrillBed> how) {
    return Arguments.of(reason, how);
  }

  private static void elsewhere(DrillBed bed, String leader, Verdict verdict, Grant grant) {
    bed.group.neighbours.add(neighbour(leader, verdict, grant, null));
  }

  static Stream<Arguments> unmet() {
    Grant failover = new Grant("eu-1", "o", "failover/eu/7-1", "r", Grant.Kind.FAILOVER, List.of());
    return Stream.of(
        unmet("us-west-1 is not reached (silent)", b -> b.world.unreachable.add(WEST1)),
        unmet("us-west-1 does not stream from us-east-1", b -> b.world.upstreams.put(WEST1, WEST2)),
        unmet(
            "us-west-2 by 1000001 bytes, more than the 1000000 of maximumLagBytes",
            b -> {
              b.world.positions.put(EAST, 2_000_001L);
              b.world.positions.put(WEST1, 2_000_000L);
              b.world.positions.put(WEST2, 1_000_000L);
            }),
        unmet(
            "us-east-1 commits with ANY 0 [us-west-2, us-west-1], declared is ANY 1",
            b -> b.world.quorum = 0),
        unmet(
            "failover/na/2-1 has not restored the declared copies yet (RESUMED)",
            b -> b.group.told.add(b.group.summary(WEST2, EAST, "RESUMED", null))),
        unmet(
            "group eu has an incident: LEADER_DEAD of eu-central-1; wait until it is over",
            b -> elsewhere(b, "eu-central-1", Verdict.LEADER_DEAD, null)),
        unmet(
            "group eu has an incident: failover/eu/7-1 is under way",
            b -> elsewhere(b, "eu-central-1", Verdict.HEALTHY, failover)),
        unmet("us-east-1 leads group eu too", b -> elsewhere(b, EAST, Verdict.HEALTHY, null)));
  }

  @ParameterizedTest
  @MethodSource("unmet")
  void eachAloneRefusesTheDrill(String reason, Consumer<DrillBed> how) throws Exception {
    how.accept(bed);
    DrillReport report = bed.run();
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(report.reason()).contains(reason);
    assertThat(bed.kept()).isEqualTo(report);
    bed.assertNothingTouched();
  }

  @Test
  void allOfThemAreNamedAtOnce() throws Exception {
    bed.group.armed = false;
    bed.world.unreachable.add(WEST1);
    bed.world.quorum = 0;
    elsewhere(bed, "eu-central-1", Verdict.QUORUM_LOST, null);
    assertThat(bed.run().reason())
        .contains("arm it first", "us-west-1 is not reached", "ANY 0", "QUORUM_LOST");
    bed.assertNothingTouched();
  }

  @Test
  void aSwitchoverTakesNoOtherLeaderDown() throws Exception {
    elsewhere(bed, EAST, Verdict.HEALTHY, null);
    assertThat(bed.run(Map.of("group", "na", "mode", "SWITCHOVER")).verdict()).isEqualTo("PASSED");
  }

  @Test
  void aDryRunNamesThemToo() throws Exception {
    bed.world.unreachable.add(WEST1);
    DrillReport report = bed.run(Map.of("group", "na", "dryRun", true));
    assertThat(report.verdict()).isEqualTo("REFUSED");
    assertThat(bed.status().plan().toString()).contains("us-west-1 (follows, lag unknown)");
    bed.assertNothingTouched();
  }
}
