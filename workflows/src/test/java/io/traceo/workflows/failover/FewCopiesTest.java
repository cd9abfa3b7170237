package io.traceo.workflows.failover;

import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.traceo.workflows.TestTemporal;
import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.topology.OnLastCopy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups of two, and such that nobody confirms: refused, or switched without a lone copy. */
class FewCopiesTest {
  private static final Map<String, Object> PLANNED = Map.of("group", "na", "reason", "test");

  @RegisterExtension final TestWorkflowExtension temporal = TestTemporal.extension();
  private FailoverBed bed;
  private FakeWorld world;

  @BeforeEach
  void start(TestWorkflowEnvironment environment) {
    bed = new FailoverBed(environment);
    world = bed.world;
  }

  private void refused(Definition definition, String... because) throws Exception {
    world.unreachable.add(EAST);
    FailoverResult result = bed.run(FailoverBed.byGroup(definition));
    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains(because);
    assertThat(world.calls("fence", "seal", "arm", "promote", "route ")).isEmpty();
    assertThat(world.calls("release")).containsExactly("release REFUSED");
  }

  private FailoverResult switchOver(Definition definition) throws Exception {
    bed.group.definition = definition;
    return bed.run(PLANNED);
  }

  @Test
  void anAsynchronousGroupIsNotFailedOverWithoutAnApproval() throws Exception {
    refused(TestDefinition.warm(), "asynchronous: needs an approval that the old leader is down");
  }

  @Test
  void aPairNeverGoesDownToOneCopyByItself() throws Exception {
    refused(
        TestDefinition.pair(OnLastCopy.DEGRADE_WITH_APPROVAL), "needs an approval", "fewer copies");
  }

  @Test
  void aPairThatBlocksIsRefusedToo() throws Exception {
    refused(TestDefinition.pair(OnLastCopy.BLOCK), "onLastCopy BLOCK");
  }

  @Test
  void anAsynchronousGroupIsSwitchedWithEverythingReceived() throws Exception {
    FailoverResult result = switchOver(TestDefinition.warm());

    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(world.armed.quorum()).isZero();
    assertThat(world.armed.survivors()).isEmpty();
    assertThat(world.armed.returning()).isEmpty();
    assertThat(world.calls("drain", "catch-up", "stop", "promote", "route", "rejoin"))
        .startsWith("drain", "catch-up", "stop us-east-1", "promote us-west-2")
        .containsSubsequence("route us-west-2 us-west-2", "rejoin us-east-1");
  }

  @Test
  void aFollowerWithoutTheLastPositionDoesNotLead() throws Exception {
    world.lastPosition = 1000;
    FailoverResult result = switchOver(TestDefinition.warm());

    assertThat(result.outcome()).isEqualTo("REFUSED");
    assertThat(result.reason()).contains("lacks what the drained leader had acknowledged");
    assertThat(world.calls("promote")).isEmpty();
    assertThat(world.calls("unseal", "restart", "undrain"))
        .containsExactly("unseal us-west-2 3", "restart us-east-1", "undrain");
  }

  @Test
  void thePairsOldLeaderIsInTheSetBeforeAndBackBeforeAnythingIsVerified() throws Exception {
    FailoverResult result = switchOver(TestDefinition.pair(OnLastCopy.DEGRADE_WITH_APPROVAL));

    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    assertThat(world.armed.survivors()).isEmpty();
    assertThat(world.armed.returning()).containsExactly(EAST);
    assertThat(world.armed.quorum()).isEqualTo(1);
    assertThat(world.calls("promote", "rejoin", "verify", "serving"))
        .startsWith("promote us-west-2", "rejoin us-east-1", "verify", "serving us-west-2");
    assertThat(FailoverBed.step(result, "return").detail()).contains("us-east-1 FOLLOWED");
  }

  @Test
  void thePairIsAsItWasAfterASwitchThatCouldNotPromote() throws Exception {
    world.failing.put(
        "promote " + WEST2, FakeWorld.failure(FailureTypes.CONFLICT, "not as it was sealed"));
    FailoverResult result = switchOver(TestDefinition.pair(OnLastCopy.BLOCK));

    assertThat(result.outcome()).isEqualTo("ABORTED");
    assertThat(world.calls("rejoin")).isEmpty();
    assertThat(world.calls("unseal", "restart", "undrain"))
        .endsWith("unseal us-west-2 3", "restart us-east-1", "undrain");
    assertThat(world.upstreams.get(WEST2)).isEqualTo(EAST);
  }

  @Test
  void clientsAreSentOnWhileTheOldLeaderComesBack() throws Exception {
    world.failing.put(
        "rejoin " + EAST, FakeWorld.failure(FailureTypes.UNREACHABLE, "it hangs in its start"));
    AtomicInteger tries = new AtomicInteger();
    world.meanwhile.put(
        "rejoin " + EAST,
        () -> {
          if (tries.incrementAndGet() == 4) {
            world.failing.clear();
          }
        });
    FailoverResult result = switchOver(TestDefinition.pair(OnLastCopy.BLOCK));

    assertThat(result.outcome()).as("%s", result).isEqualTo("DONE");
    List<String> calls = world.calls("rejoin", "route us-west-2 us-west-2", "verify");
    assertThat(calls.subList(0, calls.indexOf("verify")))
        .as("nothing is acknowledged before it is back")
        .contains("route us-west-2 us-west-2")
        .filteredOn(c -> c.startsWith("rejoin"))
        .hasSize(4);
  }
}
