package io.traceo.workflows.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.approval.LossEstimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An upper estimate, from the last known position and its age. */
class LossRuleTest {
  private static final SealedMember CHOSEN = new SealedMember("west", 1, 1_000, 2, "id");

  private static Observation seen(String by, String leader, Long position, Long at, Long rate) {
    return new Observation(
        by, leader, View.DEAD, 1, "silent", Map.of(), null, null, position, at, rate);
  }

  private static LossEstimate estimate(Observation... observations) {
    return LossRule.estimate(List.of(observations), "east", CHOSEN, 12_000);
  }

  @Test
  void itIsWhatWasSeenAndWhatMayHaveComeSince() {
    LossEstimate loss = estimate(seen("a", "east", 1_500L, 10_000L, 300L));
    assertThat(loss.bytes()).isEqualTo(500 + 600);
    assertThat(loss.ageMs()).isEqualTo(2_000);
    assertThat(loss.text()).contains("at most 1100 bytes", "500 that a saw", "west lacks");
  }

  @Test
  void theFurthestPositionAndTheHighestRateCount() {
    LossEstimate loss =
        estimate(
            seen("a", "east", 1_400L, 11_000L, 900L), seen("b", "east", 1_500L, 11_000L, 100L));
    assertThat(loss.bytes()).isEqualTo(500 + 900);
  }

  @Test
  void aMemberThatIsAheadOfWhatWasSeenLacksNothingOfIt() {
    assertThat(estimate(seen("a", "east", 900L, 12_000L, 100L)).bytes()).isZero();
  }

  @Test
  void withoutAPositionOfThisLeaderItIsUnknown() {
    LossEstimate loss =
        estimate(seen("a", "east", null, null, null), seen("b", "north", 5_000L, 1L, 1L));
    assertThat(loss.bytes()).isNull();
    assertThat(loss.text()).startsWith("unknown");
  }
}
