package io.traceo.activities.database.postgres;

import io.traceo.activities.database.postgres.DatabaseFiles.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Files of a leader, read over SQL and written below a folder that the server's user owns. */
final class CopiedFiles {
  private static final int CHUNK = 1 << 20;
  private static final String FIRST_CHUNKS =
      "SELECT f.path, pg_read_binary_file(f.path, 0, "
          + CHUNK
          + ", true) FROM unnest(?::text[]) AS f(path)";
  private static final String NEXT_CHUNK = "SELECT pg_read_binary_file(?, ?, " + CHUNK + ", true)";

  private final Connection connection;
  private final Path target;
  private final ServerUser user;
  private long copied;

  CopiedFiles(Connection connection, Path target, ServerUser user) {
    this.connection = connection;
    this.target = target;
    this.user = user;
  }

  void makeFolder(String path) throws IOException {
    Path folder = target.resolve(path);
    Files.createDirectories(folder);
    own(folder, "rwx------");
    if (path.equals("pg_wal")) {
      makeFolder("pg_wal/archive_status");
    }
  }

  void write(String path, String content) throws IOException {
    Path file = target.resolve(path);
    Files.writeString(file, content);
    own(file, "rw-------");
  }

  /** Copies these files; one that is gone by now is left out. Answers all bytes copied so far. */
  long copy(List<Entry> files) throws SQLException, IOException {
    if (files.isEmpty()) {
      return copied;
    }
    try (PreparedStatement statement = connection.prepareStatement(FIRST_CHUNKS)) {
      Object[] paths = files.stream().map(Entry::path).toArray();
      statement.setArray(1, connection.createArrayOf("text", paths));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] chunk = rows.getBytes(2);
          if (chunk != null) {
            copy(rows.getString(1), chunk);
          }
        }
      }
    }
    return copied;
  }

  private void copy(String path, byte[] first) throws SQLException, IOException {
    Path file = target.resolve(path);
    try (OutputStream out = Files.newOutputStream(file)) {
      long done = 0;
      byte[] chunk = first;
      while (true) {
        out.write(chunk);
        done += chunk.length;
        if (chunk.length < CHUNK) {
          break;
        }
        chunk = next(path, done);
      }
      copied += done;
    }
    own(file, "rw-------");
  }

  private byte[] next(String path, long offset) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT_CHUNK)) {
      statement.setString(1, path);
      statement.setLong(2, offset);
      try (ResultSet row = statement.executeQuery()) {
        byte[] chunk = row.next() ? row.getBytes(1) : null;
        return chunk == null ? new byte[0] : chunk;
      }
    }
  }

  /** On the disk, files and folders: a standby confirms commits on the strength of it. */
  void makeDurable() throws IOException {
    try (Stream<Path> all = Files.walk(target)) {
      for (Path path : all.toList()) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }

  private void own(Path path, String permissions) throws IOException {
    user.own(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
