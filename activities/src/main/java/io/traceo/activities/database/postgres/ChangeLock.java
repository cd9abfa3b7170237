package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One run at a time looks at a member's epoch and then changes its settings: {@code ALTER SYSTEM}
 * can't be guarded in one statement, and without this a stale run could write a lower epoch over a
 * higher one. An advisory lock on the member itself, which also works in recovery.
 */
final class ChangeLock {
  private static final long PATIENCE_MILLIS = 700;
  private static final long STEP_MILLIS = 10;
  // A frozen holder keeps its session: the server ends it when it stays idle.
  private static final String TAKE =
      "SELECT (pg_try_advisory_lock(1953653104, 1)"
          + " AND set_config('idle_session_timeout', '2s', false) <> '')::text";
  private static final String GIVE =
      "SELECT pg_advisory_unlock(1953653104, 1)::text,"
          + " set_config('idle_session_timeout', '0', false)";

  private ChangeLock() {}

  interface Change<R> {
    R make() throws SQLException;
  }

  /**
   * Makes the change while nobody else makes one on this member.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code NotReady} when somebody else holds on
   */
  static <R> R holding(Member member, Connection connection, Change<R> change) throws SQLException {
    if (!Sql.until(PATIENCE_MILLIS, STEP_MILLIS, () -> "true".equals(Sql.text(connection, TAKE)))) {
      throw Failures.of(
          FailureTypes.NOT_READY, "another run is changing " + member.region() + " just now");
    }
    try {
      return change.make();
    } finally {
      Sql.text(connection, GIVE);
    }
  }
}
