package io.traceo.activities.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.contract.FailureTypes;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a size and its annotations, without any cluster. */
class SizedTest {
  private static final Sized LEADER = new Sized(3, Map.of(Sized.LEADING_SIZE, "3"));
  private static final Sized FOLLOWER = new Sized(1, Map.of(Sized.LEADING_SIZE, "3"));

  private static Sized withoutEpoch(Sized sized) {
    Map<String, String> rest = new java.util.HashMap<>(sized.annotations());
    rest.remove(Sized.EPOCH);
    return new Sized(sized.size(), rest);
  }

  @Test
  void thereAndBackAgainNothingIsLeftBehind() {
    Sized old = LEADER.fenced(2);
    Sized target = FOLLOWER.raised(2, null);
    assertThat(old.size()).isZero();
    assertThat(target.size()).isEqualTo(3);

    // The old leader follows now; only what it had as a leader is known, so it waits at zero.
    assertThat(old.settled(2)).isEqualTo(old);

    Sized back = old.raised(3, null);
    Sized left = target.fenced(3).settled(3);
    assertThat(withoutEpoch(back)).isEqualTo(LEADER);
    assertThat(withoutEpoch(left)).isEqualTo(FOLLOWER);
    assertThat(back.epoch()).isEqualTo(3);
  }

  @Test
  void anAbortGivesBackWhatWasThereAndOnlyRaisesTheEpoch() {
    Sized restored = LEADER.fenced(2).unfenced(3);
    assertThat(withoutEpoch(restored)).isEqualTo(LEADER);
    assertThat(restored.epoch()).isEqualTo(3);
    assertThatThrownBy(() -> restored.fenced(2)).satisfies(SizedTest::isStale);
  }

  @Test
  void anAbortOfTheWayBackKeepsTheSizeOfTheOneThatLeadsForAWhile() {
    Sized leadsForAWhile = FOLLOWER.raised(2, null);
    Sized restored = leadsForAWhile.fenced(3).unfenced(4);
    assertThat(withoutEpoch(restored)).isEqualTo(withoutEpoch(leadsForAWhile));
    assertThat(withoutEpoch(restored.fenced(5).settled(5))).isEqualTo(FOLLOWER);
  }

  @Test
  void anAbortThatNothingWentBeforeOnlyRaisesTheEpoch() {
    assertThat(withoutEpoch(LEADER.unfenced(3))).isEqualTo(LEADER);
  }

  @Test
  void everyStepIsTheSameWhenRepeated() {
    assertThat(LEADER.fenced(2).fenced(2)).isEqualTo(LEADER.fenced(2));
    assertThat(FOLLOWER.raised(2, null).raised(2, null)).isEqualTo(FOLLOWER.raised(2, null));
    Sized undone = LEADER.fenced(2).unfenced(3);
    assertThat(undone.unfenced(3)).isEqualTo(undone);
  }

  @Test
  void aLowerEpochIsRefusedByEveryStep() {
    Sized newer = new Sized(3, Map.of(Sized.EPOCH, "7"));
    assertThatThrownBy(() -> newer.fenced(6)).satisfies(SizedTest::isStale);
    assertThatThrownBy(() -> newer.unfenced(6)).satisfies(SizedTest::isStale);
    assertThatThrownBy(() -> newer.raised(6, null)).satisfies(SizedTest::isStale);
    assertThatThrownBy(() -> newer.settled(6)).satisfies(SizedTest::isStale);
  }

  @Test
  void aLargerOneIsNeverMadeSmallerAndTheLimitHolds() {
    assertThat(new Sized(9, Map.of(Sized.LEADING_SIZE, "3")).raised(2, 10).size()).isEqualTo(9);
    assertThat(new Sized(1, Map.of(Sized.LEADING_SIZE, "30")).raised(2, 10).size()).isEqualTo(10);
  }

  @Test
  void aNumberThatIsNoneIsNamed() {
    Sized wrong = new Sized(1, Map.of(Sized.LEADING_SIZE, "many"));
    assertThatThrownBy(() -> wrong.raised(2, null)).hasMessageContaining("many");
  }

  private static void isStale(Throwable e) {
    assertThat(e)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            f -> {
              assertThat(f.getType()).isEqualTo(FailureTypes.STALE_EPOCH);
              assertThat(f.isNonRetryable()).isTrue();
            });
  }
}
