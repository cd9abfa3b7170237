package io.traceo.workflows.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts that add up exactly, whatever the weights are. */
class SharesTest {
  private static List<Integer> split(int total, List<Double> weights, int least) {
    return Shares.split(total, weights, Collections.nCopies(weights.size(), least));
  }

  @Test
  void theLargestRemaindersGetWhatIsLeft() {
    assertThat(split(100, List.of(5.0, 2.5, 1.5), 1)).containsExactly(55, 28, 17);
    assertThat(split(10, List.of(1.0, 1.0, 1.0), 0)).containsExactly(4, 3, 3);
  }

  @Test
  void aSmallOneGetsItsLeastAndTheOthersShareTheRest() {
    assertThat(split(10, List.of(1000.0, 1000.0, 1.0, 0.0), 1)).containsExactly(4, 4, 1, 1);
    assertThat(Shares.split(10, List.of(1.0, 1.0), List.of(8, 1))).containsExactly(8, 2);
  }

  @Test
  void withoutAnyDemandAllAreAlike() {
    assertThat(split(9, List.of(0.0, 0.0, 0.0), 1)).containsExactly(3, 3, 3);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> split(2, List.of(1.0, 1.0, 1.0), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Two thousand drawn cases: what must hold of all. */
  @Test
  void theSumIsExactNobodyIsBelowItsLeastAndMoreWeightIsNeverLess() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      int regions = 1 + random.nextInt(40);
      int least = random.nextInt(3);
      int total = regions * least + random.nextInt(2000);
      List<Double> weights =
          IntStream.range(0, regions)
              .mapToObj(i -> random.nextInt(5) == 0 ? 0.0 : Math.exp(20 * random.nextDouble()))
              .toList();
      List<Integer> parts = split(total, weights, least);
      assertThat(parts.stream().mapToInt(p -> p).sum()).as("of %s", weights).isEqualTo(total);
      assertThat(parts).allMatch(p -> p >= least);
      for (int i = 0; i < regions; i++) {
        for (int j = 0; j < regions; j++) {
          if (weights.get(i) > weights.get(j)) {
            assertThat(parts.get(i)).isGreaterThanOrEqualTo(parts.get(j));
          }
        }
      }
    }
  }
}
