package io.traceo.activities.backup.store;

import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.restore.BackupManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what {@link RetentionRule} says is not needed. A manifest goes before its pieces: broken
 * off anywhere, no backup is left that only seems whole, and the next run removes the rest. Safe to
 * repeat, and beside a backup that is being taken.
 */
public final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final BackupStore store;
  private final RegionKey key;
  private final Consumer<String> progress;

  /**
   * @param key signatures are checked: a manifest that nobody vouches for proves nothing
   * @param progress hears before each removal what goes; what it throws ends the run
   */
  public Retention(BackupStore store, RegionKey key, Consumer<String> progress) {
    this.store = store;
    this.key = key;
    this.progress = progress;
  }

  /**
   * Removes backups, broken tries and log that are not needed.
   *
   * @param keep how many good backups at least; the newest is kept whatever this says
   * @param keepFor younger ones are kept too
   * @param now by this place's clock
   */
  public Pruned prune(String group, int keep, Duration keepFor, Instant now) {
    // Pieces are listed first: of a backup that is finished meanwhile no try is taken for broken.
    List<StoredObject> base = store.list(group + "/base/");
    Manifests.Listed listed = new Manifests(store, key).list(group);
    List<String> removed = new ArrayList<>();
    List<String> locked = new ArrayList<>();
    for (BackupManifest backup : RetentionRule.beyond(listed.backups(), keep, keepFor, now)) {
      (remove(backup, base) ? removed : locked).add(backup.id());
    }
    List<BackupManifest> kept =
        listed.backups().stream().filter(backup -> !removed.contains(backup.id())).toList();
    for (StoredObject piece : RetentionRule.brokenTries(base, listed.backups(), now)) {
      delete(piece);
    }
    if (!listed.broken().isEmpty()) {
      log.warn("the log of {} is kept, since backups can't be read: {}", group, listed.broken());
      return new Pruned(removed, locked, 0);
    }
    return new Pruned(removed, locked, removeLog(group, kept));
  }

  private boolean remove(BackupManifest backup, List<StoredObject> base) {
    progress.accept("backup " + backup.id());
    if (!store.delete(Manifests.name(backup.group(), backup.id()))) {
      return false;
    }
    for (StoredObject object : base) {
      BaseName name = BaseName.of(object.name());
      if (name != null && !name.manifest() && name.id().equals(backup.id())) {
        delete(object);
      }
    }
    return true;
  }

  private long removeLog(String group, List<BackupManifest> kept) {
    long removed = 0;
    Set<Integer> lockedTimelines = new HashSet<>();
    for (StoredObject object : RetentionRule.oldLog(store.list(group + "/wal/"), kept)) {
      SegmentName segment = SegmentName.in(object.name());
      // Locks end in the order of the log: what follows one that is locked is locked too.
      if (segment == null || lockedTimelines.contains(segment.timeline())) {
        continue;
      }
      if (delete(object)) {
        removed++;
      } else {
        lockedTimelines.add(segment.timeline());
      }
    }
    return removed;
  }

  private boolean delete(StoredObject object) {
    progress.accept(object.name());
    return store.delete(object.name());
  }
}
