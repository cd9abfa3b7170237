package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowUpdateException;
import io.traceo.workflows.activity.HealthActivities.Concern;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The group with observers that answer at once; its failovers run against a fake world. */
class GroupWorkflowTest extends GroupBed {
  private Grant.Answer acquire(String by, Grant.Kind kind, String lentBy) {
    return group.acquire(
        new Grant.Request(
            "na",
            by,
            by,
            "run",
            kind,
            EAST,
            List.of(
                new Grant.Expectation(Grant.Kind.FAILOVER, EAST),
                new Grant.Expectation(Grant.Kind.SWITCHOVER, "*")),
            lentBy));
  }

  @Test
  void anArmedGroupFailsOverByItselfAndWatchesTheNewLeader() {
    group.arm(new ArmOrder("me", "test"));
    dies(EAST);
    await(() -> "RESUMED".equals(stage()) || "PROTECTED".equals(stage()));

    assertThat(group.status().leader()).isEqualTo(WEST2);
    assertThat(group.status().epoch()).isEqualTo(2);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    await(() -> group.status().grant() == null);
    assertThat(world.calls("promote")).containsExactly("promote us-west-2");
  }

  @Test
  void aGroupThatOnlyObservesSaysWhatItWouldHaveDone() {
    dies(EAST);
    await(() -> !group.status().wouldHave().isEmpty());
    assertThat(group.status().wouldHave().get(0).text()).contains("us-east-1", "LEADER_DEAD");
    assertThat(group.status().lastFailover()).isNull();
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void oneBadObserverIsNoOutage() {
    group.arm(new ArmOrder("me", "test"));
    sees.put("control", View.DEAD);
    await(() -> group.status().verdict() == Verdict.PARTLY_UNREACHABLE);
    assertThat(group.status().lastFailover()).isNull();
    assertThat(world.calls("seal")).isEmpty();
  }

  @Test
  void newHeartbeatsAtAStandbyContradictADeadLeader() {
    group.arm(new ArmOrder("me", "test"));
    sees.put(WEST2, View.UNREACHABLE_FROM_HERE);
    await(() -> seen(WEST2) == View.UNREACHABLE_FROM_HERE);
    sees.put("control", View.DEAD);
    sees.put(WEST1, View.DEAD);
    await(() -> seen("control") == View.DEAD && seen(WEST1) == View.DEAD);

    assertThat(group.status().verdict()).isEqualTo(Verdict.PARTLY_UNREACHABLE);
    assertThat(group.status().lastFailover()).isNull();
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void aLostQuorumNeverPromotes() {
    group.arm(new ArmOrder("me", "test"));
    sees.replaceAll((place, view) -> View.QUORUM_LOST);
    await(() -> group.status().verdict() == Verdict.QUORUM_LOST);
    assertThat(group.status().events()).anyMatch(e -> e.contains("PAGE us-east-1: QUORUM_LOST"));
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void observersThatAreRefusedHaveNoVoteAndPage() {
    group.arm(new ArmOrder("me", "test"));
    for (String place : List.of("control", WEST1, WEST2)) {
      worried.put(place, Map.of(Concern.ACCESS, "password authentication failed"));
      sees.put(place, View.NO_ACCESS);
    }
    await(() -> group.status().verdict() == Verdict.UNKNOWN);
    assertThat(group.status().events())
        .filteredOn(e -> e.contains("PAGE ACCESS of us-east-1"))
        .hasSize(1);
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void aDeadServiceUnderALivingLeaderPagesOnceAndMovesNothing() {
    group.arm(new ArmOrder("me", "test"));
    worried.put("control", Map.of(Concern.SERVICE, "HTTP 503"));
    worried.put(WEST2, Map.of(Concern.SERVICE, "HTTP 503"));
    await(() -> events("PAGE SERVICE of us-east-1, seen from") == 1);
    worried.clear();
    await(() -> events("SERVICE of us-east-1 is well again") == 1);
    assertThat(events("PAGE SERVICE")).isEqualTo(1);
    assertThat(world.calls("seal", "promote")).isEmpty();
  }

  @Test
  void oneOperationAtATimeAndTheSameAnswerAgain() {
    Grant.Answer first = acquire("drill/na/1", Grant.Kind.DRILL, null);
    assertThat(first.granted()).isTrue();
    assertThat(acquire("drill/na/1", Grant.Kind.DRILL, null)).isEqualTo(first);
    Grant.Answer second = acquire("failover/x", Grant.Kind.SWITCHOVER, null);
    assertThat(second.granted()).isFalse();
    assertThat(second.holder()).isEqualTo("drill/na/1");
    assertThat(group.release(new Grant.Release("na", first.token(), null)).outcome())
        .isEqualTo("DONE");
    assertThat(group.release(new Grant.Release("na", first.token(), null)).outcome())
        .isEqualTo("ALREADY");
    assertThat(acquire("failover/x", Grant.Kind.SWITCHOVER, null).granted()).isTrue();
  }

  @Test
  void aDrillsGrantLendsItselfToWhatItExpectsOnly() {
    Grant.Answer drill = acquire("drill/na/1", Grant.Kind.DRILL, null);
    assertThat(acquire("other", Grant.Kind.SWITCHOVER, "na-99").granted()).isFalse();
    Grant.Answer lent = acquire("failover/d", Grant.Kind.SWITCHOVER, drill.token());
    assertThat(lent.granted()).isTrue();
    assertThat(acquire("failover/e", Grant.Kind.SWITCHOVER, drill.token()).granted()).isFalse();
    group.release(new Grant.Release("na", lent.token(), null));
    assertThat(group.status().grant().workflowId()).isEqualTo("drill/na/1");
  }

  @Test
  void aDrillsOutageIsFailedOverUnderTheDrillsGrant() {
    group.arm(new ArmOrder("me", "test"));
    acquire("drill/na/1", Grant.Kind.DRILL, null);
    dies(EAST);
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().grant().workflowId()).isEqualTo("drill/na/1");
    assertThat(group.status().leader()).isEqualTo(WEST2);
  }

  @Test
  void anOutageThatNobodyAnnouncedPreemptsADrill() {
    group.arm(new ArmOrder("me", "test"));
    group.acquire(
        new Grant.Request(
            "na", "drill/na/1", "drill/na/1", "run", Grant.Kind.DRILL, EAST, List.of(), null));
    dies(EAST);
    await(() -> "PROTECTED".equals(stage()));
    await(() -> group.status().grant() == null);
    assertThat(group.status().events()).anyMatch(e -> e.contains("asking drill/na/1 to give way"));
  }

  @Test
  void armingNeedsANameAndAReason() {
    assertThatThrownBy(() -> group.arm(new ArmOrder("me", " ")))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("reason");
    assertThat(group.status().armed()).isFalse();
  }
}
