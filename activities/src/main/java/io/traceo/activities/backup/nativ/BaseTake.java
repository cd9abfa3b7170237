package io.traceo.activities.backup.nativ;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.nativ.StartedBackup.Stopped;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.PieceWriter;
import io.traceo.activities.database.postgres.DatabaseFiles;
import io.traceo.activities.database.postgres.Member;
import io.traceo.activities.database.postgres.SqlFailures;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupManifest.Piece;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One try of a base backup: the leader's files as a tar stream, cut into pieces. Whatever happens
 * before the manifest is written, the backup is not there; each try has a folder of its own, so
 * that a frozen one that thaws harms nobody.
 */
final class BaseTake {
  private static final int ANSWER_SECONDS = 600;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final BackupPlace place;
  private final TakeRequest request;
  private final NativeStore store;
  private final Member leader;
  private final Progress progress;
  private final Duration patience;

  /**
   * @param patience how long the archive may take to get the log that the backup needs
   */
  BaseTake(
      BackupPlace place,
      TakeRequest request,
      NativeStore store,
      Progress progress,
      Duration patience) {
    this.place = place;
    this.request = request;
    this.store = store;
    this.leader = new Member(request.leader(), place.database(request.leader()));
    this.progress = progress;
    this.patience = patience;
  }

  BackupManifest run() {
    List<BackupManifest> before = store.manifests().list(place.group()).backups();
    for (BackupManifest manifest : before) {
      if (manifest.id().equals(request.backupId())) {
        return manifest;
      }
    }
    BackupManifest made = copy(before);
    LogCover.of(store.log()).await(made, patience, progress);
    store.manifests().write(made);
    // Another try may have been quicker: what stands in the store is the backup.
    return store.manifests().read(place.group(), request.backupId());
  }

  private BackupManifest copy(List<BackupManifest> before) {
    byte[] attempt = new byte[6];
    RANDOM.nextBytes(attempt);
    String prefix =
        Manifests.folder(place.group(), request.backupId()) + HexFormat.of().formatHex(attempt);
    try (Connection session = leader.session(ANSWER_SECONDS);
        PieceWriter pieces =
            new PieceWriter(
                store.store(),
                store.envelope(),
                prefix,
                bytes -> progress.tell(bytes + " bytes of the base stored"));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(pieces)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      StartedBackup started = StartedBackup.on(session, leader.region(), request.backupId());
      requireSameCluster(before, started.systemIdentifier());
      try (FileStream files = new FileStream(leader, tar)) {
        files.write(DatabaseFiles.list(session));
        // Last, so that the copy is never taken for a folder that needs no recovery.
        files.write("global/pg_control", control(session));
        Stopped stopped = StartedBackup.stop(session);
        files.write("backup_label", stopped.label());
        tar.finish();
        return manifest(started, stopped, files.bytes(), pieces.finish());
      }
    } catch (SQLException e) {
      throw SqlFailures.translate(leader.region(), e);
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY, "backup " + request.backupId() + " was broken off: " + e, e);
    }
  }

  private static byte[] control(Connection session) throws SQLException {
    try (PreparedStatement statement =
            session.prepareStatement("SELECT pg_read_binary_file('global/pg_control')");
        ResultSet row = statement.executeQuery()) {
      byte @Nullable [] content = row.next() ? row.getBytes(1) : null;
      if (content == null) {
        throw new SQLException("global/pg_control is empty", "XX000");
      }
      return content;
    }
  }

  /** Two clusters in one store would take each other's log for their own. */
  private void requireSameCluster(List<BackupManifest> before, String systemIdentifier) {
    for (BackupManifest manifest : before) {
      if (!manifest.systemIdentifier().equals(systemIdentifier)) {
        throw Failures.of(
            FailureTypes.CONFLICT,
            leader.region()
                + " is database cluster "
                + systemIdentifier
                + ", the store has backups of "
                + manifest.systemIdentifier()
                + " for group "
                + place.group()
                + "; a new cluster needs a store, or a group, of its own");
      }
    }
  }

  private BackupManifest manifest(
      StartedBackup started, Stopped stopped, long databaseBytes, List<Piece> pieces) {
    String program = String.valueOf(BaseTake.class.getPackage().getImplementationVersion());
    return new BackupManifest(
        BackupManifest.SCHEMA,
        request.backupId(),
        place.group(),
        started.systemIdentifier(),
        leader.region(),
        place.place(),
        started.start(),
        stopped.position(),
        started.timeline(),
        databaseBytes,
        pieces.stream().mapToLong(Piece::bytes).sum(),
        store.key().id(),
        store.key().check(),
        List.of(
            "PostgreSQL " + started.version(),
            "traceo " + (program.equals("null") ? "unreleased" : program)),
        pieces,
        started.atMillis(),
        stopped.atMillis(),
        NativeBackups.NAME);
  }
}
