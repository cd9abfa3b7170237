package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody can be promoted until the old leader is back, read-only: then it leads in place. */
class GroupInPlaceTest extends GroupBed {
  private void comesBackReadOnly() {
    world.startedAgain();
    world.meanwhile.put("promote us-east-1", this::leadsAgain);
    sees.replaceAll((place, view) -> View.READ_ONLY);
    isBack(EAST);
  }

  /** Every observer says so before the promotion is known, not in the very moment of it. */
  private void leadsAgain() {
    sees.replaceAll((place, view) -> View.HEALTHY);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
  }

  @Test
  void theLeaderThatIsBackIsTriedAtOnceAndStaysLeader() {
    group.arm(new ArmOrder("me", "test"));
    world.unreachable.addAll(List.of(WEST1, WEST2));
    dies(EAST);
    await(() -> "REFUSED".equals(stage()));
    long epoch = group.status().epoch();
    world.unreachable.remove(WEST2);
    comesBackReadOnly();
    await(() -> group.status().lastFailover().toRegion() != null);
    world.unreachable.remove(WEST1);
    await(() -> "PROTECTED".equals(stage()));
    assertThat(group.status().leader()).as("%s", group.status().events()).isEqualTo(EAST);
    assertThat(group.status().epoch()).isGreaterThan(epoch);
    assertThat(events("us-east-1 leads again (RECOVER_IN_PLACE)")).isEqualTo(1);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    assertThat(events("asking")).as("nobody replaces the run that did it").isZero();
    assertThat(group.status().grant()).isNull();
  }

  @Test
  void explainNamesItAsTheOneThatWouldLead() {
    comesBackReadOnly();
    await(() -> group.status().verdict() == Verdict.LEADER_DEAD);
    Explanation explained = group.explainNow();
    assertThat(explained.target()).isEqualTo(EAST);
    assertThat(explained.targetWhy()).startsWith("RECOVER_IN_PLACE: most advanced of 3 in reach");
    assertThat(explained.regions()).hasSize(3);
    sees.replaceAll((place, view) -> View.HEALTHY);
    world.leader = EAST;
  }
}
