package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeqSetTest {
  @Test
  void isASetLikeAnyOther() {
    Random random = new Random(7);
    SeqSet set = new SeqSet();
    SeqSet other = new SeqSet();
    Set<Long> same = new HashSet<>();
    Set<Long> otherSame = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      long seq = random.nextInt(30_000);
      assertThat(set.add(seq)).isEqualTo(same.add(seq));
      long second = random.nextInt(30_000);
      assertThat(other.add(second)).isEqualTo(otherSame.add(second));
    }
    assertThat(set.size()).isEqualTo(same.size());
    assertThat(other.size()).isEqualTo(otherSame.size());
    Set<Long> both = new HashSet<>(same);
    both.retainAll(otherSame);
    assertThat(set.and(other).size()).isEqualTo(both.size());
    assertThat(set.size()).as("unchanged by the comparison").isEqualTo(same.size());
  }

  /** As a dense set, the last of these alone would take more than a heap has. */
  @Test
  void strangeNumbersAreKeptApartWithoutRoomForAllBetween() {
    SeqSet set = new SeqSet();
    for (long seq : new long[] {1, 4095, 4096, -1, 1L << 33, (1L << 33) + 4096, Long.MAX_VALUE}) {
      assertThat(set.add(seq)).isTrue();
      assertThat(set.add(seq)).isFalse();
    }
    assertThat(set.size()).isEqualTo(7);
  }
}
