package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Copies a leader's data folder over one SQL connection with the backup API (PostgreSQL manual,
 * "Making a Base Backup Using the Low Level API"); no program beside the server is needed. The
 * leader's {@code wal_keep_size} must cover what is written meanwhile.
 */
final class BaseCopy {
  private static final int CHUNK = 1 << 20;
  private static final Pattern CONTENT_LEFT_OUT =
      Pattern.compile(
          "(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp"
              + "|pg_subtrans)/.*");
  private static final Pattern FILE_LEFT_OUT =
      Pattern.compile(
          "postmaster\\.(pid|opts)|standby\\.signal|backup_label.*|tablespace_map.*"
              + "|current_logfiles|postgresql\\.auto\\.conf\\.tmp|.*pgsql_tmp.*");

  private final Member leader;
  private final ServerUser user;
  private final Path target;
  private final Consumer<String> progress;

  BaseCopy(Member leader, ServerUser user, Path target, Consumer<String> progress) {
    this.leader = leader;
    this.user = user;
    this.target = target;
    this.progress = progress;
  }

  void run() {
    leader.with(
        connection -> {
          try {
            copy(connection);
            return target;
          } catch (IOException e) {
            throw Failures.of(FailureTypes.NOT_READY, "cannot write the copy into " + target, e);
          }
        });
  }

  private void copy(Connection connection) throws SQLException, IOException {
    Sql.text(connection, "SELECT pg_backup_start('traceo re-seed', true)::text");
    List<Entry> entries = list(connection, "");
    @Nullable Entry control = null;
    long bytes = 0;
    for (Entry entry : entries) {
      if (entry.path.equals("global/pg_control")) {
        control = entry;
        continue;
      }
      bytes += write(connection, entry);
      progress.accept(bytes + " bytes copied");
    }
    // Last, so that the copy is never taken for a folder that needs no recovery.
    if (control != null) {
      write(connection, control);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
      row.next();
      Path label = target.resolve("backup_label");
      Files.writeString(label, row.getString(1));
      user.own(label);
    }
  }

  private List<Entry> list(Connection connection, String folder) throws SQLException {
    List<Entry> found = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    String sql =
        "SELECT name, (pg_stat_file(? || name, true)).size, (pg_stat_file(? || name, true)).isdir"
            + " FROM pg_ls_dir(?, true, false) AS name";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, folder);
      statement.setString(2, folder);
      statement.setString(3, folder.isEmpty() ? "." : folder);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String path = folder + rows.getString(1);
          boolean isFolder = rows.getBoolean(3);
          if (rows.wasNull() || CONTENT_LEFT_OUT.matcher(path).matches()) {
            continue;
          }
          if (isFolder) {
            found.add(new Entry(path, 0, true));
            folders.add(path + "/");
          } else if (!FILE_LEFT_OUT.matcher(rows.getString(1)).matches()) {
            found.add(new Entry(path, rows.getLong(2), false));
          }
        }
      }
    }
    for (String inner : folders) {
      found.addAll(list(connection, inner));
    }
    return found;
  }

  private long write(Connection connection, Entry entry) throws SQLException, IOException {
    Path file = target.resolve(entry.path);
    if (entry.folder) {
      Files.createDirectories(file);
      own(file);
      if (entry.path.equals("pg_wal")) {
        Path archive = Files.createDirectories(file.resolve("archive_status"));
        own(archive);
      }
      return 0;
    }
    long done = 0;
    try (OutputStream out = Files.newOutputStream(file);
        PreparedStatement statement =
            connection.prepareStatement("SELECT pg_read_binary_file(?, ?, ?, true)")) {
      while (true) {
        statement.setString(1, entry.path);
        statement.setLong(2, done);
        statement.setInt(3, CHUNK);
        byte[] chunk = new byte[0];
        try (ResultSet row = statement.executeQuery()) {
          byte[] read = row.next() ? row.getBytes(1) : null;
          chunk = read == null ? chunk : read;
        }
        out.write(chunk);
        done += chunk.length;
        if (chunk.length < CHUNK) {
          break;
        }
      }
    }
    own(file);
    return done;
  }

  private void own(Path path) throws IOException {
    user.own(path);
    boolean folder = Files.isDirectory(path);
    Files.setPosixFilePermissions(
        path,
        java.nio.file.attribute.PosixFilePermissions.fromString(
            folder ? "rwx------" : "rw-------"));
  }

  private record Entry(String path, long size, boolean folder) {}
}
