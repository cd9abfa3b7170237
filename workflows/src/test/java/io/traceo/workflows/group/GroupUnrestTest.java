package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import org.junit.jupiter.api.Test;

/** A leader that comes and goes: no ping-pong, but what nobody reaches is replaced. */
class GroupUnrestTest extends GroupBed {
  @Override
  Definition definition() {
    return Settings.DEFAULT.flapping(2).definition();
  }

  private void comesAndGoes() {
    long before = group.status().alarms().falseAlarms();
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    isBack(EAST);
    await(() -> group.status().alarms().falseAlarms() == before + 1);
  }

  @Test
  void aFlappingRegionEndsInAPageAndADeadOneIsReplaced() {
    comesAndGoes();
    comesAndGoes();
    group.arm(new ArmOrder("me", "test"));
    sees.put(WEST2, View.DEAD);
    sees.put(WEST1, View.DEAD);
    await(() -> events("not failed over: flapping: 2 moves or returns within 60 min") == 1);
    assertThat(group.status().verdict()).isEqualTo(Verdict.LEADER_DEAD);
    assertThat(world.calls("seal", "promote")).isEmpty();
    assertThat(group.explain().gates())
        .singleElement()
        .satisfies(
            g -> {
              assertThat(g.name()).isEqualTo("FLAPPING");
              assertThat(g.lifts()).contains("ends at 20", "replaced all the same");
            });

    sees.put(WEST2, View.HEALTHY);
    sees.put(WEST1, View.HEALTHY);
    dies(EAST);
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().leader()).isEqualTo(WEST2);
  }
}
