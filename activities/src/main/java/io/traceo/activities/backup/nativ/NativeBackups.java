package io.traceo.activities.backup.nativ;

import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.BackupProvider;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.Retention;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.PruneRequest;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Backups over PostgreSQL's own protocols; nothing beside the server is needed. */
public final class NativeBackups implements BackupProvider {
  /** What configuration calls it. */
  public static final String NAME = "native";

  private static final Duration LOG_PATIENCE = Duration.ofMinutes(5);

  private final Duration logPatience;

  /** With five minutes for the archive to get the log of a new base. */
  public NativeBackups() {
    this(LOG_PATIENCE);
  }

  /**
   * @param logPatience how long the archive may take to get the log that a new base needs
   */
  public NativeBackups(Duration logPatience) {
    this.logPatience = logPatience;
  }

  @Override
  public BackupOutlook outlook(BackupPlace place, String leader) {
    return new NativeOutlook(place, leader).make();
  }

  @Override
  public BackupManifest take(BackupPlace place, TakeRequest request, Progress progress) {
    try (NativeStore store = NativeStore.open(place)) {
      return new BaseTake(place, request, store, progress, logPatience).run().summary();
    }
  }

  @Override
  public Pruned prune(BackupPlace place, PruneRequest request, Progress progress) {
    try (NativeStore store = NativeStore.open(place)) {
      return new Retention(store.store(), store.key(), progress::tell)
          .prune(request.group(), request.keep(), request.keepFor(), Instant.now());
    }
  }

  @Override
  public Stock list(BackupPlace place) {
    try (NativeStore store = NativeStore.openToAsk(place)) {
      Manifests.Listed listed = store.manifests().list(place.group());
      return new Stock(
          listed.backups().stream().map(BackupManifest::summary).toList(),
          store.log().state().orElse(null),
          listed.broken());
    }
  }

  @Override
  public ArchiveState archive(BackupPlace place, ArchiveRequest request, Progress progress) {
    try (NativeStore store = NativeStore.open(place)) {
      return new Archiver(place, request, store, progress).run();
    }
  }

  @Override
  public long fetch(BackupPlace place, String backupId, Path data, Progress progress) {
    try (NativeStore store = NativeStore.open(place)) {
      BackupManifest manifest = store.manifests().read(place.group(), backupId);
      return new BaseUnpack(store, manifest, data, progress).run();
    }
  }

  @Override
  public BackupManifest manifest(BackupPlace place, String backupId) {
    try (NativeStore store = NativeStore.open(place)) {
      return store.manifests().read(place.group(), backupId).summary();
    }
  }

  @Override
  public void requireKey(BackupPlace place, BackupManifest backup) {
    try (NativeStore store = NativeStore.open(place)) {
      store.manifests().requireKey(backup);
    }
  }

  @Override
  public LogSource log(BackupPlace place) {
    return new NativeLog(NativeStore.open(place));
  }
}
