package io.traceo.workflows.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A probe waits longer than the way there and back. */
class ProbeSettingsTest {
  @Test
  void theTimeoutIsAboveThePairsRoundTripAndNeverBelowWhatIsSet() {
    ProbeSettings set = ProbeSettings.DEFAULT;
    assertThat(set.over(Duration.ZERO)).isEqualTo(set);
    assertThat(set.over(Duration.ofMillis(230)).timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(set.over(Duration.ofMillis(328)).timeout()).isEqualTo(Duration.ofMillis(656));
    assertThat(set.over(Duration.ofMillis(328)).interval()).isEqualTo(set.interval());
  }
}
