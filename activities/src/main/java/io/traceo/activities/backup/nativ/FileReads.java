package io.traceo.activities.backup.nativ;

import io.traceo.activities.database.postgres.DatabaseFiles.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one question to the leader reads: many small files, or a part of a large one. Over a long
 * link every question costs a round trip, and what it answers is held in memory.
 */
final class FileReads {
  /** Of one question. */
  static final int BATCH_BYTES = 8 << 20;

  private static final int PART_BYTES = 2 << 20;
  private static final int BATCH_FILES = 300;
  private static final String READ =
      "SELECT pg_read_binary_file(f.path, f.at, f.length, true)"
          + " FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS f(path, at, length)";

  private FileReads() {}

  /** Questions that read every file, in order; {@code pg_control} is not asked for. */
  static List<Batch> plan(List<Entry> files) {
    List<Batch> batches = new ArrayList<>();
    List<Part> pending = new ArrayList<>();
    long size = 0;
    for (Entry entry : files) {
      if (entry.folder() || entry.path().equals("global/pg_control")) {
        continue;
      }
      long at = 0;
      do {
        long length = Math.min(PART_BYTES, entry.size() - at);
        if (size + length > BATCH_BYTES || pending.size() >= BATCH_FILES) {
          batches.add(new Batch(pending));
          pending = new ArrayList<>();
          size = 0;
        }
        pending.add(new Part(entry, at, length));
        size += length;
        at += length;
      } while (at < entry.size());
    }
    if (!pending.isEmpty()) {
      batches.add(new Batch(pending));
    }
    return batches;
  }

  /** Asks; null for a file that is gone by now. */
  static List<byte @Nullable []> read(Connection connection, Batch batch) throws SQLException {
    List<Part> parts = batch.parts();
    List<byte @Nullable []> found = new ArrayList<>(parts.size());
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setArray(
          1, connection.createArrayOf("text", parts.stream().map(p -> p.file().path()).toArray()));
      statement.setArray(
          2, connection.createArrayOf("bigint", parts.stream().map(Part::at).toArray()));
      statement.setArray(
          3, connection.createArrayOf("bigint", parts.stream().map(Part::length).toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getBytes(1));
        }
      }
    }
    if (found.size() != parts.size()) {
      throw new SQLException("asked for " + parts.size() + " parts, got " + found.size(), "XX000");
    }
    return found;
  }

  /** One question. */
  record Batch(List<Part> parts) {
    Batch {
      parts = List.copyOf(parts);
    }
  }

  /** Bytes of one file; the file may be longer or shorter by now. */
  record Part(Entry file, long at, long length) {
    boolean first() {
      return at == 0;
    }
  }
}
