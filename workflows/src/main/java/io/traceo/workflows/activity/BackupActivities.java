package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What backups and restores ask of one place: base backups, the log's archive, and restored servers
 * there. Served on a place's own queue, for backups the cold region's. Every method looks before it
 * changes and is safe to repeat; the long ones heartbeat and stop when they are cancelled. The
 * residency gate is inside everything that moves data.
 *
 * <p>Failures: {@code Unreachable} and {@code NotReady} are retried; {@code InvalidRequest}, {@code
 * ResidencyViolation}, {@code Conflict}, {@code Forbidden} and {@code Corrupt} are final.
 */
@ActivityInterface(namePrefix = "Backup")
public interface BackupActivities {

  /** Whether a backup can be taken from here now, and every reason against. Changes nothing. */
  BackupOutlook outlook(BackupQuery query);

  /**
   * Takes a base backup and waits until the archive has all the log that it needs. A try that was
   * broken off leaves nothing that counts: a backup is there once its manifest is. The same id
   * again answers with the backup that is there.
   */
  BackupManifest take(TakeRequest request);

  /**
   * Removes backups beyond what is to be kept, what broken tries left, and the log that no kept
   * backup needs. Never removes the newest good backup, nor what the store has locked.
   */
  Pruned prune(PruneRequest request);

  /** Every backup of the group that the store has, newest first, and how far the archive is. */
  Stock list(BackupQuery query);

  /**
   * Copies the leader's log into the store until the leader is another, its log is lost, or it is
   * cancelled. One at a time for a group. Heartbeats with {@link ArchiveState}.
   */
  ArchiveState archive(ArchiveRequest request);

  /** Which backup, how much log, what would be missing, how long. Changes nothing. */
  RestoreOutlook planRestore(RestoreQuery query);

  /**
   * Unpacks a base backup into a folder of its own, every piece checked. The same restore again
   * goes on with, or answers, what is there.
   */
  Fetched fetch(FetchRequest request);

  /**
   * Starts the restored server isolated (no upstream, no synchronous set, no archiving, a name and
   * a credential of its own), feeds it the archived log and waits until it stands at its target,
   * still in recovery. Stands there already: the same answer again.
   */
  Replayed replay(ReplayRequest request);

  /** Page checksums, index and heap checks, row checks. Every check is reported, failed or not. */
  Verification verify(RestoredCheck request);

  /** Ends the recovery of a restored server, so that it can be used beside the group's own. */
  Receipt open(RestoredServer server);

  /**
   * Ends a restored server and removes its files. One that is gone already is {@code ALREADY}; one
   * that is the region's member now is a {@code Conflict}.
   */
  Receipt discard(RestoredServer server);

  /** The group's restored servers that stand here, whoever left them. Changes nothing. */
  KeptServers kept(BackupQuery query);

  /**
   * Makes a restored server the region's member: the member's own folder is kept beside it. It
   * stands isolated in recovery until it is promoted. Refuses a member that leads, or whose epoch
   * is higher.
   */
  MemberState install(InstallRequest request);

  /**
   * Undoes {@link #install}: the member's former folder is used again, and follows its upstream.
   */
  Receipt uninstall(UninstallRequest request);

  /** A group, as one place sees its backups. */
  record BackupQuery(String group) {}

  /**
   * @param leader that the backup would be taken from
   * @param databaseBytes size of what would be copied; 0 when the leader can't be asked
   * @param store where it would go, in words, without secrets
   * @param keyId key that it would be encrypted with
   * @param refusals every reason against; empty when it can be taken
   * @param warnings what its owner should know, and that stops nothing
   */
  record BackupOutlook(
      String place,
      String leader,
      long databaseBytes,
      String store,
      String keyId,
      String provider,
      List<String> refusals,
      List<String> warnings) {
    public BackupOutlook {
      refusals = refusals == null ? List.of() : List.copyOf(refusals);
      warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** Without warnings. */
    public BackupOutlook(
        String place,
        String leader,
        long databaseBytes,
        String store,
        String keyId,
        String provider,
        List<String> refusals) {
      this(place, leader, databaseBytes, store, keyId, provider, refusals, List.of());
    }
  }

  /**
   * @param backupId name of the backup
   * @param leader region to take it from
   */
  record TakeRequest(String group, String backupId, String leader) {}

  /**
   * @param keep how many good backups at least
   * @param keepFor younger ones are kept too
   */
  record PruneRequest(String group, int keep, Duration keepFor) {}

  /**
   * @param removed ids of backups that went
   * @param locked ids that should have gone, and that the store keeps until a date
   * @param segments of log that went
   */
  record Pruned(List<String> removed, List<String> locked, long segments) {
    public Pruned {
      removed = removed == null ? List.of() : List.copyOf(removed);
      locked = locked == null ? List.of() : List.copyOf(locked);
    }
  }

  /**
   * @param archive null when nothing was ever archived
   * @param broken what is in the store and is no good backup, in words
   */
  record Stock(List<BackupManifest> backups, @Nullable ArchiveState archive, List<String> broken) {
    public Stock {
      backups = backups == null ? List.of() : List.copyOf(backups);
      broken = broken == null ? List.of() : List.copyOf(broken);
    }
  }

  /**
   * @param leader region whose log is copied
   * @param epoch that it leads with; a leader of another epoch ends the copying
   * @param flushEvery how often a segment that is not full yet is stored
   */
  record ArchiveRequest(String group, String leader, long epoch, Duration flushEvery) {}

  /**
   * @param region where the server is to be restored
   * @param backupId only this backup; the best one for the target when null
   */
  record RestoreQuery(
      String group, String region, RestoreTarget target, @Nullable String backupId) {}

  /**
   * @param backup the one to start from; null when there is none that would do
   * @param target resolved: {@code LATEST} has become the archive's end
   * @param logBytes of log to replay
   * @param lossSeconds between the target and the last that is known to have been committed; null
   *     when unknown
   * @param estimatedSeconds from the sizes and the place's last measured speed
   * @param newestMillis newest time that can be restored, null when nothing was archived
   * @param where the server would run, in words
   * @param replaces what a take-over would replace there, null when nothing
   * @param refusals every reason against; empty when it can be done
   */
  record RestoreOutlook(
      @Nullable BackupManifest backup,
      RestoreTarget target,
      long logBytes,
      @Nullable Double lossSeconds,
      long estimatedSeconds,
      @Nullable Long newestMillis,
      String where,
      @Nullable String replaces,
      List<String> refusals) {
    public RestoreOutlook {
      refusals = refusals == null ? List.of() : List.copyOf(refusals);
    }
  }

  /** One restored server: {@code restoreId} names its folder. */
  record RestoredServer(String group, String region, String restoreId) {}

  /** Sorted by id. */
  record KeptServers(List<KeptServer> servers) {
    public KeptServers {
      servers = servers == null ? List.of() : List.copyOf(servers);
    }
  }

  /**
   * @param backupId that it was unpacked from; null when it was not unpacked wholly
   * @param position replayed up to; null when it was not replayed wholly
   * @param lastCommitMillis time of the last replayed commit, null when unknown
   * @param runs whether its process is there
   * @param open whether its recovery has ended, so that it can be used; else it is being restored
   *     or tested, or was left so by a run that is gone
   * @param endpoint where it listens when it runs, host and port
   * @param member it is the region's own member, which is never removed
   */
  record KeptServer(
      String restoreId,
      @Nullable String backupId,
      @Nullable Long position,
      @Nullable Long lastCommitMillis,
      boolean runs,
      boolean open,
      String endpoint,
      boolean member) {}

  record FetchRequest(RestoredServer server, String backupId) {}

  /**
   * @param bytes of database files
   * @param storedBytes read from the store
   * @param millis that it took
   */
  record Fetched(String folder, long bytes, long storedBytes, long millis) {}

  record ReplayRequest(RestoredServer server, String backupId, RestoreTarget target) {}

  /**
   * @param position replayed up to
   * @param timeline of that position
   * @param lastCommitMillis time of the last replayed commit, null when none was replayed
   * @param logBytes of log that was replayed
   * @param endpoint where the restored server listens, host and port
   */
  record Replayed(
      long position,
      int timeline,
      @Nullable Long lastCommitMillis,
      long logBytes,
      long millis,
      String endpoint) {}

  /**
   * @param checks SQL of the operator: each must answer one row whose first column is true
   * @param leader to compare the ledger's rows with; null when nobody leads
   */
  record RestoredCheck(
      RestoredServer server, String backupId, List<SqlCheck> checks, @Nullable String leader) {
    public RestoredCheck {
      checks = checks == null ? List.of() : List.copyOf(checks);
    }
  }

  /** One question of the operator. */
  record SqlCheck(String name, String sql) {}

  /**
   * @param epoch of the run that takes over; the member is marked with it
   */
  record InstallRequest(RestoredServer server, long epoch) {}

  /**
   * @param upstream region to follow again; null when there is none
   */
  record UninstallRequest(RestoredServer server, @Nullable String upstream, long epoch) {}
}
