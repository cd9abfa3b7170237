package io.traceo.workflows.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.activity.DatabaseActivities.SealedMember;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidateChooserTest {
  @ParameterizedTest
  @CsvSource({"2,1,2", "1,1,1", "3,1,3", "3,2,2", "4,2,3", "5,2,4", "4,4,3"})
  void enoughAreSealedToHoldEveryAcknowledgedWriteAndExcludeAnotherMajority(
      int followers, int quorum, int needed) {
    assertThat(CandidateChooser.sealedNeeded(followers, quorum)).isEqualTo(needed);
    // Whatever k members confirmed a write, one of the sealed ones is among them.
    assertThat(needed + quorum).isGreaterThan(followers);
    assertThat(2 * needed).isGreaterThan(followers);
  }

  @Test
  void aNewerTimelineBeatsAGreaterPosition() {
    assertThat(choose(null, member("a", 1, 900), member("b", 2, 100))).isEqualTo("b");
  }

  @Test
  void amongEqualsTheOneAskedForThenTheOrder() {
    assertThat(choose("b", member("a", 1, 5), member("b", 1, 5))).isEqualTo("b");
    assertThat(choose(null, member("b", 1, 5), member("a", 1, 5))).isEqualTo("a");
  }

  @Test
  void theOneAskedForDoesNotLeadWhenItIsBehind() {
    assertThat(choose("b", member("a", 1, 6), member("b", 1, 5))).isEqualTo("a");
  }

  @Test
  void nobodyWhoMayNotLeadIsChosen() {
    assertThat(CandidateChooser.choose(List.of(member("x", 1, 9)), List.of("a", "b"), null))
        .isEmpty();
  }

  private static String choose(String target, SealedMember... members) {
    return CandidateChooser.choose(List.of(members), List.of("a", "b"), target)
        .orElseThrow()
        .region();
  }

  private static SealedMember member(String region, int timeline, long position) {
    return new SealedMember(region, timeline, position, 2, "id");
  }
}
