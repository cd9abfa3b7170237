package io.traceo.activities.health;

import java.sql.SQLException;

/**
 * What a failed probe says of the leader, by SQLSTATE (PostgreSQL manual, appendix "PostgreSQL
 * Error Codes"). Only what the server's death or its storage's can cause is held against it: a
 * wrong secret or a missing right is the observer's own trouble.
 */
enum ProbeOutcome {
  /** Nothing listens, the connection broke, or the server is going down or coming up. */
  REFUSED,
  /** The server answered that it is in recovery: whatever was started there does not lead. */
  READ_ONLY,
  /** The server was reached and could not write. */
  STORAGE,
  /** The server answered and refused the observer, or the observer could not even ask. */
  DENIED;

  static final String STANDBY = "25006";

  static ProbeOutcome of(Exception failure) {
    if (!(failure instanceof SQLException sql) || sql.getSQLState() == null) {
      return DENIED;
    }
    String state = sql.getSQLState();
    if (state.equals("08004")) {
      return DENIED;
    }
    if (state.equals(STANDBY)) {
      return READ_ONLY;
    }
    if (state.startsWith("08")) {
      return REFUSED;
    }
    return switch (state) {
      case "57P01", "57P02", "57P03" -> REFUSED;
      // Disk full, I/O error, corrupted page or index; what the server has no name for is its own.
      case "53100", "58000", "58030", "58P01", "XX000", "XX001", "XX002" -> STORAGE;
      default -> DENIED;
    };
  }

  /** Words for a person. */
  static String words(Exception failure) {
    return failure instanceof SQLException sql && STANDBY.equals(sql.getSQLState())
        ? "answers as a standby"
        : String.valueOf(failure.getMessage());
  }
}
