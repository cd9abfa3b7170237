package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.Progress;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.StoredObject;
import io.traceo.workflows.activity.BackupActivities.PruneRequest;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.restore.BackupManifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Removes what is no longer to be kept: the manifest first, so that no half backup counts. */
final class NativePrune {
  // A try may still be running; one that old is not.
  private static final long TRY_MILLIS = TimeUnit.DAYS.toMillis(2);

  private final NativeStore store;
  private final PruneRequest request;
  private final Progress progress;
  private final long now = System.currentTimeMillis();
  private final List<String> removed = new ArrayList<>();
  private final List<String> locked = new ArrayList<>();

  NativePrune(NativeStore store, PruneRequest request, Progress progress) {
    this.store = store;
    this.request = request;
    this.progress = progress;
  }

  Pruned run() {
    List<BackupManifest> backups = store.manifests().list(request.group()).backups();
    List<BackupManifest> kept = new ArrayList<>();
    for (BackupManifest backup : backups) {
      boolean young = now - backup.stoppedAtMillis() < request.keepFor().toMillis();
      // The newest one stays whatever is asked for.
      if (kept.isEmpty() || kept.size() < request.keep() || young || !remove(backup)) {
        kept.add(backup);
      }
    }
    tries(kept);
    return new Pruned(removed, locked, kept.isEmpty() ? 0 : log(kept));
  }

  private boolean remove(BackupManifest backup) {
    if (!store.store().delete(Manifests.name(request.group(), backup.id()))) {
      locked.add(backup.id());
      return false;
    }
    removed.add(backup.id());
    return true;
  }

  /** Pieces of removed backups, and of tries that were broken off. */
  private void tries(List<BackupManifest> kept) {
    Set<String> folders = new HashSet<>();
    kept.forEach(b -> folders.add(Manifests.folder(b.group(), b.id())));
    for (StoredObject object : store.store().list(request.group() + "/base/")) {
      String[] parts = object.name().split("/", 4);
      String folder = parts.length < 4 ? "" : Manifests.folder(parts[0], parts[2]);
      boolean ofRemoved = parts.length == 4 && removed.contains(parts[2]);
      // What stands beside a kept manifest and is old may be a broken try; it is left in peace
      // unless no kept backup has the folder.
      boolean forgotten = !folders.contains(folder) && now - object.modifiedMillis() > TRY_MILLIS;
      if (parts.length == 4 && (ofRemoved || forgotten)) {
        progress.tell("removing " + object.name());
        boolean unused = store.store().delete(object.name());
      }
    }
  }

  /** Log before the first byte that a kept backup needs. */
  private long log(List<BackupManifest> kept) {
    long first =
        kept.stream().mapToLong(BackupManifest::startPosition).min().orElse(0) / WalName.BYTES;
    long count = 0;
    for (WalName name : store.log().names().whole()) {
      if (name.number() < first && store.log().remove(name)) {
        count++;
        progress.tell(count + " segments removed");
      }
    }
    return count;
  }
}
