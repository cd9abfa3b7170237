package io.traceo.activities.database.postgres;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.SQLException;

/** Tells PostgreSQL's errors apart by SQLSTATE. */
public final class SqlFailures {
  private SqlFailures() {}

  /** Whether the connection is gone: class 08, or ended by the server (57P). */
  public static boolean broken(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }

  /** The failure of a step, named by the region that it happened in. */
  public static ApplicationFailure translate(String region, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String message = region + ": " + e.getMessage();
    if (state.startsWith("28")) {
      return Failures.of(FailureTypes.FORBIDDEN, message + "; check the role and its secret", e);
    }
    if (state.equals("57P03")) {
      return Failures.of(FailureTypes.NOT_READY, message, e);
    }
    if (broken(e)) {
      return Failures.of(FailureTypes.UNREACHABLE, message, e);
    }
    return Failures.of(FailureTypes.NOT_READY, message + " (SQLSTATE " + state + ")", e);
  }
}
