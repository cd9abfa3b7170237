package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.WorkflowIds;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.group.WouldHave.End;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a group that only observes would have done, how it counts alarms, and who arms it. */
class GroupAlarmTest extends GroupBed {
  private static final ArmOrder ORDER = new ArmOrder("os:alice (unproven)", "tested for a week");

  private WouldHave wouldHave() {
    await(() -> !group.status().wouldHave().isEmpty());
    await(() -> !"members not asked yet".equals(group.status().wouldHave().get(0).why()));
    return group.status().wouldHave().get(0);
  }

  private void wellAgain() {
    isBack(EAST);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    await(() -> group.status().alarms().open() == null);
  }

  @Test
  void itNamesTheTargetOfTheRealChoiceAndWhy() {
    world.positions.put(WEST1, 2000L);
    dies(EAST);
    WouldHave line = wouldHave();
    assertThat(line.to()).isEqualTo(WEST1);
    assertThat(line.text())
        .contains(
            "at " + Instant.ofEpochMilli(line.atMillis()) + " from us-east-1",
            "because LEADER_DEAD, to us-west-1",
            "most advanced of 2 in reach",
            "us-west-2: standby at 1000",
            "not over yet");
    assertThat(group.status().events()).anyMatch(e -> e.contains("to us-west-1"));
    assertThat(world.calls("seal", "arm", "promote", "route ", "fence")).isEmpty();
  }

  @Test
  void itSaysWhyNobodyCouldHaveLed() {
    world.unreachable.add(WEST1);
    world.unreachable.add(WEST2);
    dies(EAST);
    WouldHave line = wouldHave();
    assertThat(line.to()).isNull();
    assertThat(line.text()).contains("to nobody (refused: no member may lead");
  }

  @Test
  void aLeaderThatIsBackSoonWasAFalseAlarm() {
    dies(EAST);
    wouldHave();
    wellAgain();
    assertThat(group.status().alarms()).isEqualTo(new Alarms(1, 0, null));
    assertThat(group.status().wouldHave().get(0).end()).isEqualTo(End.FALSE_ALARM);
    assertThat(events("false alarm: us-east-1 leads and writes again")).isEqualTo(1);
  }

  @Test
  void anAlarmGoesOnWhileTheLeaderDoesNotWrite() {
    dies(EAST);
    wouldHave();
    isBack(EAST);
    sees.replaceAll((place, view) -> View.QUORUM_LOST);
    await(() -> group.status().verdict() == Verdict.QUORUM_LOST);
    assertThat(group.status().alarms().open()).isNotNull();
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    assertThat(group.status().wouldHave()).hasSize(1);
  }

  @Test
  void anArmedGroupThatMovedHadNoFalseAlarm() {
    group.arm(ORDER);
    dies(EAST);
    await(() -> "PROTECTED".equals(stage()));
    isBack(EAST);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    assertThat(group.status().alarms()).isEqualTo(Alarms.NONE);
    assertThat(group.status().wouldHave()).isEmpty();
  }

  @Test
  void whatADrillAnnouncedIsNoAlarm() {
    group.acquire(
        new Grant.Request(
            "na", "drill/na/1", "drill/na/1", "run", Grant.Kind.DRILL, EAST, List.of(), null));
    dies(EAST);
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    wellAgain();
    assertThat(group.status().alarms()).isEqualTo(Alarms.NONE);
    assertThat(group.status().wouldHave()).isEmpty();
    assertThat(group.status().drill()).isEqualTo("drill/na/1");
  }

  @Test
  void decidingTheSameAgainKeepsTheFirstDecision() {
    assertThat(group.disarm(ORDER))
        .isEqualTo(Receipt.already("observes only: nobody has armed it yet"));
    assertThat(group.arm(ORDER).outcome()).isEqualTo("DONE");
    Receipt again = group.arm(new ArmOrder("bob", "me too"));
    assertThat(again.outcome()).isEqualTo("ALREADY");
    assertThat(again.detail())
        .contains("already armed by os:alice (unproven)", "tested for a week");
    assertThat(group.status().armedBy()).isEqualTo("os:alice (unproven)");
    assertThat(group.disarm(ORDER).outcome()).isEqualTo("DONE");
    assertThat(group.status().armed()).isFalse();
    assertThat(group.status().arming().text()).startsWith("disarmed by os:alice (unproven) at 20");
  }

  @Test
  void aNewRunOfTheEntityKeepsCountsAndDecision() {
    dies(EAST);
    wouldHave();
    wellAgain();
    WorkflowStub entity = client.newUntypedWorkflowStub(WorkflowIds.group("na"));
    String first = entity.describe().getExecution().getRunId();
    for (int i = 0; i < 301; i++) {
      if (i % 2 == 0) {
        group.arm(ORDER);
      } else {
        group.disarm(ORDER);
      }
    }
    await(() -> !entity.describe().getExecution().getRunId().equals(first));
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    GroupStatus status = group.status();
    assertThat(status.alarms()).isEqualTo(new Alarms(1, 0, null));
    assertThat(status.wouldHave()).hasSize(1);
    assertThat(status.wouldHave().get(0).to()).isEqualTo(WEST2);
    assertThat(status.arming().by()).isEqualTo("os:alice (unproven)");
  }
}
