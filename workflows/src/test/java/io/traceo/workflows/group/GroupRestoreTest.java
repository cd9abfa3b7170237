package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.group.Grant.Expectation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An incident that a restore answers: the group neither pre-empts it nor fails over beside it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupRestoreTest extends GroupBed {

  private Grant.Answer take(Grant.Kind kind, List<Expectation> expects) {
    group.arm(new GroupWorkflow.ArmOrder("test", "armed for the test"));
    return group.acquire(new Grant.Request("na", "o", "w", "r", kind, EAST, expects, null));
  }

  /** Until the dead leader has been looked at several times. */
  private void looksAtTheDead() {
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    for (int i = 0; i < 3; i++) {
      group.acquire(
          new Grant.Request(
              "na", "nudge" + i, "nudge", "r", Grant.Kind.DRILL, EAST, List.of(), null));
    }
  }

  @Test
  void aTakeOverThatHoldsTheGroupIsItsAnswer() {
    Grant.Answer held = take(Grant.Kind.RESTORE, List.of());
    looksAtTheDead();
    assertThat(group.status().grant().token()).isEqualTo(held.token());
    assertThat(events("asking w to give way")).isZero();
    assertThat(events("decided: ")).isZero();
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void aDrillThatAnnouncedARestoreIsNotPreempted() {
    Grant.Answer held = take(Grant.Kind.DRILL, List.of(new Expectation(Grant.Kind.RESTORE, EAST)));
    looksAtTheDead();
    assertThat(group.status().grant().token()).isEqualTo(held.token());
    assertThat(events("asking w to give way")).isZero();
    Grant.Answer lent =
        group.acquire(
            new Grant.Request(
                "na", "t", "t", "r", Grant.Kind.RESTORE, EAST, List.of(), held.token()));
    assertThat(lent.granted()).isTrue();
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void aDrillThatDidNotIsPreempted() {
    take(Grant.Kind.DRILL, List.of());
    dies(EAST);
    await(() -> events("asking w to give way") == 1);
  }
}
