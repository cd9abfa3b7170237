package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a leader's data folder over one SQL connection with the backup API (PostgreSQL manual,
 * "Making a Base Backup Using the Low Level API"); no program beside the server is needed. A
 * temporary slot keeps the log that is written meanwhile, and goes with the connection. Not for
 * servers with tablespaces of their own.
 */
final class BaseCopy {
  private static final Logger log = LoggerFactory.getLogger(BaseCopy.class);
  // Small files go many at a time: over a long link every question costs a round trip.
  private static final int BATCH_BYTES = 2 << 20;
  private static final int BATCH_FILES = 200;
  private static final String SLOT =
      "SELECT slot_name::text FROM pg_create_physical_replication_slot("
          + "'traceo_reseed_' || pg_backend_pid(), true, true)";
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

  /**
   * Copies, then starts what was copied while the leader still keeps the log it begins with. A copy
   * that fails half way is removed.
   *
   * @param start starts the copy and comes back when it streams
   */
  void run(Runnable start) {
    leader.patiently(
        connection -> {
          Sql.text(connection, SLOT);
          try {
            copy(connection);
          } catch (IOException e) {
            remove();
            throw Failures.of(FailureTypes.NOT_READY, "cannot write the copy into " + target, e);
          } catch (SQLException | RuntimeException e) {
            remove();
            throw e;
          }
          start.run();
          return target;
        });
  }

  private void copy(Connection connection) throws SQLException, IOException {
    Sql.text(connection, "SELECT pg_backup_start('traceo re-seed', true)::text");
    CopiedFiles files = new CopiedFiles(connection, target, user);
    List<Entry> pending = new ArrayList<>();
    @Nullable Entry control = null;
    long size = 0;
    for (Entry entry : list(connection, "")) {
      if (entry.folder()) {
        files.makeFolder(entry.path());
      } else if (entry.path().equals("global/pg_control")) {
        control = entry;
      } else {
        pending.add(entry);
        size += entry.size();
      }
      if (size >= BATCH_BYTES || pending.size() >= BATCH_FILES) {
        progress.accept(files.copy(pending) + " bytes copied");
        pending.clear();
        size = 0;
      }
    }
    // pg_control last, so that the copy is never taken for a folder that needs no recovery.
    progress.accept(files.copy(pending) + " bytes copied");
    files.copy(control == null ? List.of() : List.of(control));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
      row.next();
      files.write("backup_label", row.getString(1));
    }
    files.makeDurable();
  }

  private void remove() {
    try (Stream<Path> all = Files.walk(target)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      log.warn("half a copy is left in {}: {}", target, e.getMessage());
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

  /** A file or folder of the leader, by its path below the data folder. */
  record Entry(String path, long size, boolean folder) {}
}
