package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.lab.ledger.JournalEntry.Outcome;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  @ParameterizedTest
  @CsvSource({
    "25006, REFUSED", // read-only
    "42501, REFUSED", // no permission
    "23505, REFUSED", // constraint
    "57P01, UNKNOWN", // shut down: comes after the local commit when it waited for a copy
    "57014, UNKNOWN", // cancelled
    "08006, UNKNOWN", // connection broken
    "53100, UNKNOWN", // disk full
    "XX000, UNKNOWN",
    ", UNKNOWN"
  })
  void onlyErrorsFromBeforeTheCommitAreRefusals(String state, Outcome outcome) {
    assertThat(Refusal.outcome(new SQLException("x", state))).isEqualTo(outcome);
  }
}
