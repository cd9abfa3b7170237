package io.traceo.lab.ledger;

import io.traceo.lab.ledger.JournalEntry.Outcome;
import java.sql.SQLException;

/** Tells a write that was not done from one that may have been. */
final class Refusal {
  private Refusal() {}

  /**
   * REFUSED only for errors that the server raises while it executes a statement, before commit. A
   * shutdown or a cancelled wait (class 57) comes after the local commit and is UNKNOWN, as is
   * everything that the driver says by itself.
   */
  static Outcome outcome(SQLException e) {
    String state = e.getSQLState();
    if (state == null || state.length() != 5) {
      return Outcome.UNKNOWN;
    }
    return switch (state.substring(0, 2)) {
      // Data, constraint, transaction state (25006: read-only), access and syntax.
      case "22", "23", "25", "42" -> Outcome.REFUSED;
      default -> Outcome.UNKNOWN;
    };
  }

  /** State code only: messages may carry data. */
  static String reason(SQLException e) {
    return "error " + e.getSQLState();
  }
}
