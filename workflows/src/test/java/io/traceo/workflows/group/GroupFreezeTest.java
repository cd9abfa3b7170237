package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowUpdateException;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A frozen group reports and moves nothing, whoever asks for it; what was begun goes on. */
class GroupFreezeTest extends GroupBed {
  private static final FreezeOrder LIFT = new FreezeOrder("bob", "done", null);

  private static FreezeOrder order(long millis) {
    return new FreezeOrder("alice", "migration", System.currentTimeMillis() + millis);
  }

  private Grant.Answer acquire(
      String by, Grant.Kind kind, List<Grant.Expectation> expects, String lentBy) {
    return group.acquire(new Grant.Request("na", by, by, "run", kind, EAST, expects, lentBy));
  }

  private static void refused(Runnable call, String why) {
    assertThatThrownBy(call::run)
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining(why);
  }

  @Test
  void itNeedsANameAReasonAndAnEndThatIsToCome() {
    long later = System.currentTimeMillis() + 60_000;
    refused(() -> group.freeze(new FreezeOrder(" ", "why", later)), "\"by\"");
    refused(() -> group.freeze(new FreezeOrder("a", "", later)), "\"reason\"");
    refused(() -> group.freeze(new FreezeOrder("a", "why", null)), "\"untilMillis\"");
    refused(() -> group.freeze(order(-1_000)), "is over already");
    refused(() -> group.unfreeze(new FreezeOrder("a", "", null)), "\"reason\"");
    assertThat(group.status().freeze()).isNull();
    assertThat(group.unfreeze(LIFT).outcome()).isEqualTo("ALREADY");
  }

  @Test
  void theSameAgainChangesNothingAndAnotherEndDoes() {
    FreezeOrder first = order(60_000);
    assertThat(group.freeze(first).detail()).startsWith("frozen by alice at 20");
    assertThat(group.freeze(first).outcome()).isEqualTo("ALREADY");
    FreezeOrder longer = order(90_000);
    assertThat(group.freeze(longer).detail()).contains("; before: frozen by alice");
    assertThat(group.status().freeze().untilMillis()).isEqualTo(longer.untilMillis());
    assertThat(group.unfreeze(LIFT).detail()).startsWith("unfrozen by bob: done; was frozen by");
    assertThat(group.status().freeze()).isNull();
  }

  @Test
  void aDeadLeaderIsPagedAndReplacedOnlyOnceItIsLifted() {
    group.arm(new ArmOrder("me", "test"));
    group.freeze(order(60_000));
    dies(EAST);
    await(() -> events("PAGE LEADER_DEAD of us-east-1, not failed over: frozen by alice") == 1);
    await(() -> group.status().wouldHave().stream().anyMatch(w -> WEST2.equals(w.to())));
    assertThat(events("PAGE the observers say of us-east-1: LEADER_DEAD")).isEqualTo(1);
    assertThat(world.calls("seal", "promote")).isEmpty();
    assertThat(group.status().lastFailover()).isNull();

    group.unfreeze(LIFT);
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().leader()).isEqualTo(WEST2);
  }

  @Test
  void itEndsByItself() {
    group.arm(new ArmOrder("me", "test"));
    group.freeze(order(1_500));
    dies(EAST);
    await(() -> events("not failed over: frozen") == 1);
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().freeze()).isNull();
    assertThat(events("no longer frozen, its time is over: frozen by alice")).isEqualTo(1);
  }

  @Test
  void noPersonMovesItEither() {
    group.freeze(order(60_000));
    for (Grant.Kind kind :
        List.of(Grant.Kind.SWITCHOVER, Grant.Kind.DRILL, Grant.Kind.RESTORE, Grant.Kind.FAILOVER)) {
      Grant.Answer answer = acquire("run/" + kind, kind, List.of(), null);
      assertThat(answer.granted()).as("%s", kind).isFalse();
      assertThat(answer.reason()).contains("frozen by alice", "migration", "traceo unfreeze na");
    }
    assertThat(acquire("sizes", Grant.Kind.CAPACITY, List.of(), null).granted()).isTrue();
  }

  @Test
  void aDrillThatIsOpenGoesOn() {
    group.arm(new ArmOrder("me", "test"));
    List<Grant.Expectation> expects =
        List.of(
            new Grant.Expectation(Grant.Kind.FAILOVER, EAST),
            new Grant.Expectation(Grant.Kind.SWITCHOVER, "*"));
    Grant.Answer drill = acquire("drill/na", Grant.Kind.DRILL, expects, null);
    group.freeze(order(60_000));
    assertThat(acquire("drill/na", Grant.Kind.DRILL, expects, null)).isEqualTo(drill);
    dies(EAST);
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().leader()).isEqualTo(WEST2);
    await(() -> "drill/na".equals(group.status().grant().workflowId()));
    Grant.Answer lent = acquire("failover/back", Grant.Kind.SWITCHOVER, List.of(), drill.token());
    assertThat(lent.granted()).as("%s", lent).isTrue();
  }
}
