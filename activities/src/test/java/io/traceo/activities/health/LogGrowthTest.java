package io.traceo.activities.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Position and highest rate of a log, from what probes read. */
class LogGrowthTest {
  private final LogGrowth log = new LogGrowth();

  @Test
  void nothingIsKnownBeforeAnythingWasRead() {
    assertThat(log.position()).isNull();
    assertThat(log.atMillis()).isNull();
    assertThat(log.bytesPerSecond()).isNull();
  }

  @Test
  void theHighestRateOfTheLastMinutesCounts() {
    log.seen(1_000, 0);
    log.seen(3_000, 1_000);
    log.seen(3_100, 2_000);
    assertThat(log.bytesPerSecond()).isEqualTo(2_000);
    for (int second = 3; second < 130; second++) {
      log.seen(3_100 + second, second * 1_000L);
    }
    assertThat(log.bytesPerSecond()).isLessThan(200);
  }

  @Test
  void aProbeThatTookLongerDoesNotTurnItBack() {
    log.seen(5_000, 1_000);
    log.seen(4_000, 2_000);
    assertThat(log.position()).isEqualTo(5_000);
    assertThat(log.atMillis()).isEqualTo(1_000);
  }
}
