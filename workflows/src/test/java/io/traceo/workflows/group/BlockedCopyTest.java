package io.traceo.workflows.group;

import static io.traceo.workflows.TestTemporal.await;
import static io.traceo.workflows.failover.FakeWorld.WEST2;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.GroupActivities.Definition;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.approval.TestKeys;
import io.traceo.workflows.failover.TestDefinition;
import io.traceo.workflows.group.GroupWorkflow.ArmOrder;
import io.traceo.workflows.topology.OnLastCopy;
import org.junit.jupiter.api.Test;

/** A group of two that keeps writes waiting when its only follower is lost. */
class BlockedCopyTest extends GroupBed {
  @Override
  Definition definition() {
    return TestDefinition.asking(TestDefinition.pair(OnLastCopy.BLOCK), TestKeys.settings());
  }

  @Test
  void itIsPagedAndNobodyIsAsked() {
    copies.set = java.util.List.of(WEST2);
    group.arm(new ArmOrder("test", "test"));
    copies.silent.add(WEST2);
    sees.replaceAll((place, view) -> View.QUORUM_LOST);
    await(
        () -> events("PAGE writes to us-east-1 wait until a copy is back (onLastCopy BLOCK)") == 1);
    assertThat(group.status().grant()).isNull();
    assertThat(group.status().copies().quorum()).isEqualTo(1);
    assertThat(copies.quorum).isEqualTo(1);

    copies.silent.clear();
    sees.replaceAll((place, view) -> View.HEALTHY);
    await(() -> group.status().verdict() == Verdict.HEALTHY);
    assertThat(world.calls("set 0", "seal", "promote")).isEmpty();
  }
}
