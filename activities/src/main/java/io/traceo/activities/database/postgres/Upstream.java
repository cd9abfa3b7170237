package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom a standby was told to follow, whether it streams yet or not. */
final class Upstream {
  // As in force, or as written a moment ago and not read yet.
  private static final String WRITTEN =
      "coalesce((SELECT setting FROM pg_file_settings WHERE name = 'primary_conninfo'"
          + " ORDER BY seqno DESC LIMIT 1), current_setting('primary_conninfo'))";

  // A seal writes both and has them read at once: a number in force with an upstream was armed.
  private static final String ARMED =
      "SELECT CASE WHEN current_setting('traceo.epoch', true) = '%d' THEN "
          + WRITTEN
          + " ELSE '' END";

  private static final Pattern ADDRESS = Pattern.compile("host=(\\S+) port=(\\d+)");

  private Upstream() {}

  /** Null when it is to follow nobody, or no member. */
  static @Nullable String written(Member member, Connection connection) throws SQLException {
    String follows = region(member, Sql.text(connection, "SELECT " + WRITTEN));
    return follows == null || follows.contains(":") ? null : follows;
  }

  /**
   * Refuses what would take a standby away from the one that it was armed to follow under the very
   * same number: only another run with that number, or a step of an own one that comes late, asks
   * for that.
   *
   * @param target whom it may follow already; null for nobody
   */
  static void requireNotArmed(
      Member member, Connection connection, long epoch, @Nullable String target)
      throws SQLException {
    String follows = region(member, Sql.text(connection, ARMED.formatted(epoch)));
    if (follows != null && !follows.equals(target)) {
      throw Failures.of(
          FailureTypes.STALE_EPOCH,
          member.region() + " was armed under epoch " + epoch + " already, to follow " + follows);
    }
  }

  private static @Nullable String region(Member member, @Nullable String conninfo) {
    Matcher address = ADDRESS.matcher(String.valueOf(conninfo));
    return address.find()
        ? member.regionAt(address.group(1), Integer.parseInt(address.group(2)))
        : null;
  }
}
