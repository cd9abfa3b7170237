package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.failover.FailoverPlan.Candidate;
import io.traceo.workflows.group.Explanation.Gate;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Would it fail over, which gates hold it, and who would lead. */
class GroupExplainTest extends GroupBed {

  private static List<String> gates(Explanation explained) {
    return explained.gates().stream().map(Gate::name).toList();
  }

  private static Gate gate(Explanation explained, String name) {
    return explained.gates().stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
  }

  private static String why(Explanation explained, String region) {
    return explained.regions().stream()
        .filter(c -> c.region().equals(region))
        .map(Candidate::why)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aQueryAsksNobodyAndKeepsWhatWasSeen() {
    // It looks by itself once the leader is well, and then not for a minute.
    await(() -> group.explain().lookedAtMillis() != null);
    int asked = world.calls("survey").size();
    world.positions.put(WEST1, 2000L);
    assertThat(group.explain().target()).isEqualTo(WEST2);
    assertThat(world.calls("survey")).hasSize(asked);

    Explanation now = group.explainNow();
    assertThat(now.wouldFailOver()).isFalse();
    assertThat(gates(now)).containsExactly("HEALTHY", "OBSERVE_ONLY");
    assertThat(gate(now, "HEALTHY").sinceMillis()).isPositive();
    assertThat(gate(now, "OBSERVE_ONLY").lifts()).startsWith("traceo arm na --reason");
    assertThat(now.text()).isEqualTo("would not fail over by itself: us-east-1 is well");
    assertThat(now.target()).isEqualTo(WEST1);
    assertThat(now.regions()).extracting(Candidate::region).containsExactly(EAST, WEST2, WEST1);
    assertThat(why(now, EAST)).isEqualTo("leads");
    assertThat(why(now, WEST2)).contains("standby at 1000", "behind us-west-1");
    assertThat(now.lookedAtMillis()).isPositive();
    assertThat(group.explain()).isEqualTo(now);
    assertThat(world.calls("survey")).hasSize(asked + 1);
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void amongEqualsTheTopologysOrderDecides() {
    Explanation now = group.explainNow();
    assertThat(now.target()).isEqualTo(WEST2);
    assertThat(why(now, WEST1)).contains("as advanced, after us-west-2 in the topology's order");
  }

  @Test
  void everyGateThatHoldsItIsNamedWithWhoLiftsIt() {
    group.arm(new ArmOrder("me", "test"));
    group.freeze(new FreezeOrder("alice", "migration", System.currentTimeMillis() + 60_000));
    world.unreachable.add(WEST1);
    world.unreachable.add(WEST2);
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    Explanation now = group.explainNow();
    assertThat(gates(now)).containsExactly("FROZEN", "NO_CANDIDATE");
    assertThat(gate(now, "FROZEN").lifts()).contains("traceo unfreeze na", "; ends at 20");
    assertThat(now.target()).isNull();
    assertThat(why(now, WEST1)).contains("not reached");
  }

  @Test
  void whoOperatesIsNamed() {
    group.arm(new ArmOrder("me", "test"));
    group.acquire(
        new Grant.Request(
            "na", "a", "failover/x", "run", Grant.Kind.SWITCHOVER, EAST, List.of(), null));
    assertThat(gate(group.explain(), "GRANT").why()).contains("failover/x (SWITCHOVER)");
  }

  @Test
  void nothingHoldsADeadLeaderOfAnArmedGroup() {
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    Explanation observing = group.explainNow();
    assertThat(gates(observing)).containsExactly("OBSERVE_ONLY");
    assertThat(observing.target()).isEqualTo(WEST2);
  }
}
