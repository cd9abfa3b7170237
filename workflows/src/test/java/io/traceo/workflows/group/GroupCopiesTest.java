package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.EAST;
import static io.traceo.workflows.failover.FakeWorld.WEST1;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Silent followers leave the recorded set, and come back; nothing else writes it. */
class GroupCopiesTest extends GroupBed {
  private void arm() {
    group.arm(new ArmOrder("test", "test"));
  }

  private List<String> recorded() {
    CopySet set = group.status().copies();
    return set == null ? null : set.members();
  }

  @Test
  void whoIsSilentLeavesAndWhoIsBackJoins() {
    arm();
    copies.silent.add(WEST1);
    await(() -> List.of(WEST2).equals(recorded()));
    assertThat(copies.set).containsExactly(WEST2);
    assertThat(group.status().copies().why()).contains("us-west-1 is silent");
    assertThat(group.explain().copies().members()).containsExactly(WEST2);

    copies.silent.clear();
    await(() -> List.of(WEST2, WEST1).equals(recorded()));
    assertThat(world.calls("set "))
        .containsExactly("set 1 of us-west-2", "set 1 of us-west-2,us-west-1");
  }

  @Test
  void theRecordFollowsOnlyOnceTheOthersHaveWhatWasWrittenBefore() {
    arm();
    copies.behind.add(WEST2);
    copies.silent.add(WEST1);
    await(() -> !world.calls("set ").isEmpty());
    await(() -> events("not all of") > 0);
    assertThat(recorded()).containsExactly(WEST2, WEST1);
    copies.behind.clear();
    await(() -> List.of(WEST2).equals(recorded()));
  }

  @Test
  void whoJoinsIsRecordedBeforeTheLeaderKnows() {
    arm();
    copies.silent.add(WEST1);
    await(() -> List.of(WEST2).equals(recorded()));
    List<List<String>> before = new java.util.concurrent.CopyOnWriteArrayList<>();
    world.meanwhile.put("set 1 of us-west-2,us-west-1", () -> before.add(recorded()));
    copies.silent.clear();
    await(() -> copies.set.size() == 2);
    assertThat(before.get(0)).containsExactly(WEST2, WEST1);
  }

  @Test
  void aGroupThatOnlyObservesChangesNothing() {
    copies.silent.add(WEST1);
    group.acquire(new Grant.Request("na", "x", "x", "r", Grant.Kind.DRILL, EAST, List.of(), null));
    arm();
    group.disarm(new ArmOrder("test", "test"));
    assertThat(world.calls("set ")).isEmpty();
    assertThat(recorded()).isNull();
  }

  @Test
  void nothingChangesWhileSomebodyOperatesOnTheGroup() {
    Grant.Answer held =
        group.acquire(
            new Grant.Request("na", "x", "x", "r", Grant.Kind.SWITCHOVER, EAST, List.of(), null));
    arm();
    copies.silent.add(WEST1);
    assertThat(world.calls("set ")).isEmpty();
    assertThat(group.status().copies()).isNull();
    group.release(new Grant.Release("na", held.token(), null));
    await(() -> List.of(WEST2).equals(recorded()));
  }

  @Test
  void aSetThatSomebodyElseChangedIsPagedAndCovered() {
    arm();
    copies.set = List.of();
    copies.quorum = 0;
    await(() -> group.status().copies() != null && group.status().copies().quorum() == 0);
    assertThat(group.status().events())
        .anyMatch(e -> e.contains("PAGE the synchronous set of us-east-1 was changed"));
    assertThat(world.calls("set ")).isEmpty();
    assertThat(group.explain().gates())
        .anyMatch(g -> g.name().equals("APPROVAL") && g.why().contains("no follower confirms"));
    copies.set = List.of(WEST2, WEST1);
    copies.quorum = 1;
    await(() -> group.status().copies().quorum() == 1);
  }

  @Test
  void theRecordIsCarriedOn() {
    arm();
    copies.silent.add(WEST1);
    await(() -> List.of(WEST2).equals(recorded()));
    continuesAsNew();
    assertThat(recorded()).containsExactly(WEST2);
  }
}
