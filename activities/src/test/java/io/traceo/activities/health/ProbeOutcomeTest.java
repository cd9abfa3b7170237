package io.traceo.activities.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held against a leader, and what is the observer's own trouble. */
class ProbeOutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "08001, REFUSED",
    "08006, REFUSED",
    "57P01, REFUSED",
    "57P03, REFUSED",
    "25006, READ_ONLY",
    "58030, STORAGE",
    "53100, STORAGE",
    "XX001, STORAGE",
    "28P01, DENIED",
    "28000, DENIED",
    "3D000, DENIED",
    "42P01, DENIED",
    "42501, DENIED",
    "53300, DENIED",
    "57014, DENIED",
    "08004, DENIED"
  })
  void bySqlState(String state, ProbeOutcome expected) {
    assertThat(ProbeOutcome.of(new SQLException("told", state))).isEqualTo(expected);
  }

  @Test
  void anUnreadableSecretIsTheObserversOwnTrouble() {
    assertThat(ProbeOutcome.of(new IllegalArgumentException("no environment variable")))
        .isEqualTo(ProbeOutcome.DENIED);
    assertThat(ProbeOutcome.of(new SQLException("no state"))).isEqualTo(ProbeOutcome.DENIED);
  }
}
