package io.traceo.activities.database.postgres;

import io.traceo.activities.Failures;
import io.traceo.activities.database.postgres.DatabaseFiles.Entry;
import io.traceo.workflows.contract.FailureTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
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
    for (Entry entry : DatabaseFiles.list(connection)) {
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
}
