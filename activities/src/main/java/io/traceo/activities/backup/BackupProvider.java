package io.traceo.activities.backup;

import io.traceo.activities.Progress;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.PruneRequest;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import java.nio.file.Path;

/**
 * What differs between ways to make backups and to keep the log. Restored servers (their
 * configuration, replay, checks, opening, take-over, removal) are the same for all of them. The
 * contract of each method, with its failures, is that of {@link
 * io.traceo.workflows.activity.BackupActivities}; residency has been looked at when one is called.
 */
public interface BackupProvider {
  /**
   * Whether a backup can be taken from this leader now. Changes nothing.
   *
   * @param leader region that leads as far as the place can see; empty when none is in reach, which
   *     is a refusal of its own
   */
  BackupOutlook outlook(BackupPlace place, String leader);

  /** Takes a base backup and waits for the log that it needs. */
  BackupManifest take(BackupPlace place, TakeRequest request, Progress progress);

  /** Retention. */
  Pruned prune(BackupPlace place, PruneRequest request, Progress progress);

  /** Every backup, without its pieces, newest first, and how far the archive is. */
  Stock list(BackupPlace place);

  /** Copies the leader's log, or watches that it is copied, until that ends. */
  ArchiveState archive(BackupPlace place, ArchiveRequest request, Progress progress);

  /**
   * Unpacks a base backup. The folder is empty, is not {@code pg_wal}'s and belongs to this
   * process; what it holds afterwards is a data folder with {@code backup_label} that has never
   * been started. Files are made durable and given to the server's user by the caller.
   *
   * @return bytes read from the store
   * @throws io.temporal.failure.ApplicationFailure {@code Corrupt} when any of it is not what was
   *     backed up
   */
  long fetch(BackupPlace place, String backupId, Path data, Progress progress);

  /** The backup's own words, checked. */
  BackupManifest manifest(BackupPlace place, String backupId);

  /**
   * Whether this place's key opens the backup, as far as that shows without reading all of it.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code Corrupt} when it was made with another
   */
  default void requireKey(BackupPlace place, BackupManifest backup) {}

  /** The archived log. The caller closes it. */
  LogSource log(BackupPlace place);
}
