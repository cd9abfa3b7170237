package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A window in which the group reports and does not act, and what people may do in it. */
class GroupMaintenanceTest extends GroupBed {
  @Override
  Definition definition() {
    long now = System.currentTimeMillis();
    return Settings.DEFAULT.maintenance(now - 60_000, now + 600_000).definition();
  }

  @Override
  void awaitReady() {
    await(() -> !group.status().followers().isEmpty());
  }

  private Grant.Answer acquire(String by, Grant.Kind kind, List<Grant.Expectation> expects) {
    return group.acquire(new Grant.Request("na", by, by, "run", kind, EAST, expects, null));
  }

  @Test
  void itReportsAndActsOnceANewRunHasLearnedOfOtherWindows() {
    group.arm(new ArmOrder("me", "test"));
    assertThat(group.status().maintenance().why()).isEqualTo("patching");
    Grant.Answer drill =
        acquire(
            "drill/na",
            Grant.Kind.DRILL,
            List.of(new Grant.Expectation(Grant.Kind.FAILOVER, EAST)));
    assertThat(drill.reason()).contains("maintenance until 20", "a drill needs a group that acts");
    Grant.Answer planned = acquire("failover/x", Grant.Kind.SWITCHOVER, List.of());
    assertThat(planned.granted()).isTrue();
    group.release(new Grant.Release("na", planned.token(), null));

    dies(EAST);
    await(() -> events("PAGE LEADER_DEAD of us-east-1, not failed over: maintenance until") == 1);
    await(() -> group.status().wouldHave().stream().anyMatch(w -> WEST2.equals(w.to())));
    assertThat(group.explain().gates()).extracting(Explanation.Gate::name).contains("MAINTENANCE");
    assertThat(world.calls("seal", "promote")).isEmpty();

    answers.definition = Settings.DEFAULT.maintenance(0, 1).definition();
    continuesAsNew();
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().maintenance()).isNull();
  }
}
