package io.traceo.workflows.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.topology.OnLastCopy;
import io.traceo.workflows.topology.ReplicationGroup;
import org.junit.jupiter.api.Test;

/** Which groups move without their leader and without a person. */
class ApprovalRuleTest {
  private static final ReplicationGroup THREE = TestDefinition.na().group();

  @Test
  void threeCopiesWithOneToConfirmNeedNobody() {
    assertThat(ApprovalRule.unplanned(THREE)).isEmpty();
    assertThat(ApprovalRule.copies(THREE, 1)).isEmpty();
  }

  @Test
  void anAsynchronousGroupMayHaveLostWrites() {
    assertThat(ApprovalRule.unplanned(TestDefinition.warm().group()).orElseThrow())
        .startsWith("asynchronous: needs an approval that the old leader is down");
    assertThat(ApprovalRule.copies(TestDefinition.warm().group(), 0)).isEmpty();
  }

  @Test
  void theLastCopyOfAPairNeedsAnApprovalOrWaits() {
    assertThat(unplanned(OnLastCopy.DEGRADE_WITH_APPROVAL))
        .contains("0 of the 1 followers", "needs an approval", "DEGRADE_WITH_APPROVAL");
    assertThat(unplanned(OnLastCopy.BLOCK))
        .contains("0 of the 1 followers", "BLOCK")
        .doesNotContain("approval");
  }

  @Test
  void aFollowerThatIsMissingTooIsCounted() {
    assertThat(ApprovalRule.copies(THREE, 0).orElseThrow()).contains("0 of the 1 followers");
  }

  private static String unplanned(OnLastCopy onLastCopy) {
    return ApprovalRule.unplanned(TestDefinition.pair(onLastCopy).group()).orElseThrow();
  }
}
