package io.traceo.activities.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.database.postgres.Timelines.Era;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Up to where two members have the same log, by their histories. */
class TimelinesTest {
  private static Timelines of(Era... eras) {
    return new Timelines(List.of(eras));
  }

  private static Era now(int timeline) {
    return new Era(timeline, Long.MAX_VALUE);
  }

  @Test
  void theFirstForkCountsAndNotALaterOne() {
    Timelines old = of(now(1));
    Timelines leader = of(new Era(1, 100), new Era(2, 200), now(3));
    assertThat(old.partsFrom(leader)).isEqualTo(100);
    assertThat(of(new Era(1, 100), now(2)).partsFrom(leader)).isEqualTo(200);
    assertThat(leader.partsFrom(leader)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void oneThatWasPromotedByHandPartsWhereItLeft() {
    assertThat(of(new Era(1, 70), now(2)).partsFrom(of(now(1)))).isEqualTo(70);
  }

  @Test
  void theSameNumberThatBeganElsewhereIsAnotherHistory() {
    assertThat(of(new Era(1, 70), now(2)).partsFrom(of(new Era(1, 90), now(2)))).isEqualTo(70);
    assertThat(of(now(2)).partsFrom(of(now(1)))).isZero();
  }

  @Test
  void aByteIsOfTheTimelineThatHadNotEnded() {
    Timelines mine = of(new Era(1, 70), new Era(2, 90), now(3));
    assertThat(List.of(mine.at(69), mine.at(70), mine.at(90))).containsExactly(1, 2, 3);
  }
}
