package io.traceo.activities.backup.restored;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where a server in recovery is.
 *
 * @param paused at its target
 * @param position end of the last applied record
 * @param counted end of the log that needs no more than that record; the same but for a log that
 *     ends within a record
 */
record Standing(boolean paused, long position, long counted, @Nullable Long lastCommitMillis) {
  static final String ASK =
      "SELECT pg_get_wal_replay_pause_state() = 'paused',"
          + " (coalesce(pg_last_wal_replay_lsn(), '0/0') - '0/0'::pg_lsn)::bigint,"
          + " (extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000)::bigint";

  static Standing of(ResultSet row) throws SQLException {
    long position = row.getLong(2);
    long commit = row.getLong(3);
    return new Standing(row.getBoolean(1), position, position, row.wasNull() ? null : commit);
  }

  Standing upTo(long end) {
    return new Standing(paused, position, end, lastCommitMillis);
  }
}
