package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowUpdateException;
import io.traceo.workflows.activity.RoutingActivities.Route;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody else makes a leader: the group freezes itself and waits for a person's word. */
class GroupOutsideTest extends GroupBed {
  private static final AdoptOrder ADOPT = new AdoptOrder("bob", "moved by hand", false);

  /** Until the group knows by what to know its leader again. */
  private void looked() {
    await(() -> group.explain().lookedAtMillis() != null);
  }

  private void promotedByHand() {
    world.leader = WEST2;
    world.timelines.put(WEST2, 2);
    world.epochs.put(WEST1, 4L);
  }

  private void named(String region) {
    world.route = new Route(region, List.of(EAST, WEST2, WEST1), 3, "READ");
  }

  private boolean frozen() {
    Explanation unused = group.explainNow();
    return group.status().freeze() != null;
  }

  /** Looks for longer than it takes to freeze, and says whether it did. */
  private boolean freezesWithin(long millis) {
    long end = System.currentTimeMillis() + millis;
    await(() -> frozen() || System.currentTimeMillis() > end);
    return group.status().freeze() != null;
  }

  @Test
  void aFollowerPromotedByHandIsPagedAndNobodyElseIsPromoted() {
    looked();
    group.arm(new ArmOrder("me", "test"));
    promotedByHand();
    dies(EAST);
    await(() -> group.status().freeze() != null);
    Explanation.Gate gate = group.explain().gates().get(0);
    assertThat(gate.name()).isEqualTo("CHANGED_OUTSIDE");
    assertThat(gate.why())
        .contains("us-west-2 takes writes on timeline 2, and us-east-1 is the recorded leader");
    assertThat(gate.lifts()).contains("traceo adopt na");
    assertThat(events("PAGE frozen by the group itself")).isEqualTo(1);
    assertThat(world.calls("seal", "arm", "promote")).isEmpty();
    assertThat(
            group
                .acquire(
                    new Grant.Request(
                        "na", "x", "x", "run", Grant.Kind.SWITCHOVER, EAST, List.of(), null))
                .reason())
        .contains("frozen by the group itself");

    assertThat(group.unfreeze(new FreezeOrder("bob", "try", null)).detail())
        .contains("it freezes itself again as long as that differs");
    assertThat(group.status().freeze()).isNull();
    assertThat(freezesWithin(15_000)).isTrue();
    assertThat(world.calls("seal", "arm", "promote")).isEmpty();

    named(WEST2);
    assertThat(group.adopt(ADOPT).outcome()).isEqualTo("ADOPTED");
    assertThat(group.status().freeze()).isNull();
    assertThat(group.status().leader()).isEqualTo(WEST2);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    isBack(EAST);
    dies(WEST2);
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().leader()).isNotEqualTo(WEST2);
    assertThat(group.status().epoch()).isGreaterThan(4);
  }

  @Test
  void anOwnMoveIsNoChangeFromOutsideThoughTheOldLeaderIsBack() {
    looked();
    group.arm(new ArmOrder("me", "test"));
    world.meanwhile.put("promote us-west-2", () -> world.timelines.put(WEST2, 2));
    dies(EAST);
    await(() -> "PROTECTED".equals(stage()) && group.status().grant() == null);
    world.leadToo.add(EAST);
    isBack(EAST);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    assertThat(freezesWithin(8_000)).as("%s", group.status().events()).isFalse();
    assertThat(group.status().leader()).isEqualTo(WEST2);
  }

  @Test
  void adoptTakesWhoLeadsAndTheHighestEpochOnce() {
    looked();
    promotedByHand();
    world.leadToo.add(EAST);
    assertThat(group.adopt(ADOPT).lines())
        .containsExactly("us-east-1 and us-west-2 take writes: stop all but the right one");
    world.leadToo.clear();
    assertThat(group.adopt(ADOPT).lines().get(0)).contains("points to us-east-1: change its");
    named(WEST2);
    Grant.Answer held =
        group.acquire(
            new Grant.Request("na", "x", "x", "run", Grant.Kind.CAPACITY, EAST, List.of(), null));
    assertThat(group.adopt(ADOPT).lines().get(0)).contains("x operates on the group");
    group.release(new Grant.Release("na", held.token(), null));
    Adoption planned = group.adopt(new AdoptOrder("bob", "moved by hand", true));
    assertThat(planned.outcome()).isEqualTo("PLANNED");
    assertThat(planned.lines()).contains("us-west-1 does not follow us-west-2: bring it back");
    assertThat(group.status().leader()).isEqualTo(EAST);
    assertThat(events("adopted")).isZero();

    Adoption adopted = group.adopt(ADOPT);
    assertThat(adopted.outcome()).isEqualTo("ADOPTED");
    assertThat(adopted.epoch()).isEqualTo(4);
    assertThat(group.status().leader()).isEqualTo(WEST2);
    assertThat(group.status().epoch()).isEqualTo(4);
    assertThat(events("adopted by bob: us-west-2 leads on timeline 2 with epoch 4")).isEqualTo(1);
    assertThat(group.adopt(ADOPT).outcome()).isEqualTo("ALREADY");
    assertThatThrownBy(() -> group.adopt(new AdoptOrder("bob", " ", false)))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("\"reason\"");
  }
}
