package io.traceo.activities.database.postgres;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.DatabaseActivities.Alone;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The log that one member alone had, past the fork: counted while it runs isolated, by the
 * extension pg_walinspect, and hashed from its files once it is down. What can't be counted or
 * hashed is said, and holds nothing up.
 *
 * @param fork where the leader's history left this one
 * @param end of the log
 * @param timelines of this member, for the names of its segments
 */
record AloneLog(Member own, long fork, long end, Timelines timelines) {
  private static final String COUNT =
      "SELECT count(*) FILTER (WHERE resource_manager = 'Transaction'"
          + " AND record_type LIKE 'COMMIT%'), count(*), coalesce(sum(record_length), 0)::bigint"
          + " FROM pg_get_wal_records_info('0/0'::pg_lsn + ?::numeric, '0/0'::pg_lsn + ?::numeric)";

  private static final int BUFFER = 1 << 16;

  /** The counts alone; the rest is still to come. */
  Alone counted(Path folder) {
    long segment = segmentBytes();
    try {
      long[] counts = own.patiently(this::count);
      return new Alone(
          own.region(),
          folder.toString(),
          fork,
          end,
          segment,
          counts[0],
          counts[1],
          counts[2],
          null,
          null,
          null);
    } catch (ApplicationFailure e) {
      return new Alone(
          own.region(),
          folder.toString(),
          fork,
          end,
          segment,
          0,
          0,
          0,
          e.getOriginalMessage(),
          null,
          null);
    }
  }

  private long[] count(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setString(1, Long.toString(fork));
      statement.setString(2, Long.toString(end));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
      }
    }
  }

  private long segmentBytes() {
    return own.with(
        connection ->
            Sql.number(
                connection, "SELECT setting FROM pg_settings WHERE name = 'wal_segment_size'"));
  }

  /** The same with the hash of the raw bytes; the server is down. */
  Alone hashed(Alone counted) {
    try {
      return counted.hashed(sha256(Path.of(counted.folder()), counted.segmentBytes()), null);
    } catch (IOException e) {
      return counted.hashed(null, e.toString());
    }
  }

  private String sha256(Path folder, long segment) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    for (long at = fork; at < end; ) {
      long number = at / segment;
      long until = Math.min(end, (number + 1) * segment);
      Path file = folder.resolve("pg_wal").resolve(name(timelines.at(until - 1), number, segment));
      try (FileChannel channel = FileChannel.open(file);
          InputStream bytes = Channels.newInputStream(channel.position(at % segment))) {
        for (long left = until - at; left > 0; ) {
          int read = bytes.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (read < 0) {
            throw new IOException(file + " ends before position " + until);
          }
          digest.update(buffer, 0, read);
          left -= read;
        }
      }
      at = until;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String name(int timeline, long number, long segment) {
    long perFile = 0x1_0000_0000L / segment;
    return String.format(Locale.ROOT, "%08X%08X%08X", timeline, number / perFile, number % perFile);
  }
}
