package io.traceo.workflows.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.failover.FailoverPlan.Back;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has to be sealed, with the old leader among it or not: it is called "old" here. */
class SealRuleTest {
  private static final List<String> SET = List.of("a", "b");
  private static final SealRule AWAY = new SealRule("old", SET, 2, null);
  private static final SealRule BACK =
      new SealRule("old", SET, 2, new Back(2, false, List.of(), 0));
  private static final SealRule NEEDED =
      new SealRule("old", SET, 1, new Back(2, true, List.of(), 0));

  private static SealedMember at(String region, int timeline, long position) {
    return new SealedMember(region, timeline, position, 2, "id");
  }

  @Test
  void withoutTheOldLeaderEnoughFollowersAreNeeded() {
    assertThat(AWAY.enough(List.of(at("a", 1, 5)))).isFalse();
    assertThat(AWAY.enough(List.of(at("a", 1, 5), at("b", 1, 4)))).isTrue();
    assertThat(BACK.enough(List.of(at("a", 1, 5), at("b", 1, 4)))).isTrue();
  }

  @Test
  void theOldLeaderCountsWithinAMajorityOfAll() {
    assertThat(BACK.enough(List.of(at("old", 1, 9)))).isFalse();
    assertThat(BACK.enough(List.of(at("old", 1, 9), at("a", 1, 5)))).isTrue();
    assertThat(AWAY.enough(List.of(at("old", 1, 9), at("a", 1, 5)))).isFalse();
  }

  @Test
  void oneThatIsBehindItsFollowersIsNotWhatItWas() {
    assertThat(BACK.enough(List.of(at("old", 1, 9), at("a", 2, 5)))).isFalse();
    assertThat(BACK.enough(List.of(at("old", 1, 9), at("a", 1, 10 + (16 << 20))))).isFalse();
    assertThat(BACK.enough(List.of(at("old", 1, 9), at("a", 1, 8_000))))
        .as("a record that was under way when it died")
        .isTrue();
  }

  @Test
  void whereItsSealSparesAnApprovalNobodyGoesWithoutIt() {
    assertThat(NEEDED.enough(List.of(at("a", 1, 5)))).isFalse();
    assertThat(NEEDED.enough(List.of(at("a", 1, 5), at("old", 1, 5)))).isTrue();
  }

  @Test
  void whoIsNotInTheSetProvesNothing() {
    assertThat(AWAY.enough(List.of(at("a", 1, 5), at("c", 1, 4)))).isFalse();
    assertThat(AWAY.counted(List.of(at("a", 1, 5), at("c", 1, 4)))).isEqualTo(1);
  }
}
