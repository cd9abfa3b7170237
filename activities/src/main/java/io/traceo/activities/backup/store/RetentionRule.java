package io.traceo.activities.backup.store;

import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupManifest.Piece;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a group's store is not needed any more. Decides on lists alone, and only what is proven:
 * whatever it can't judge stays.
 */
final class RetentionRule {
  /** How long a try without a manifest may still be under way. */
  static final Duration TRY = Duration.ofDays(2);

  /** PostgreSQL's default; the archive takes no other. */
  static final int SEGMENT_BYTES = 16 << 20;

  private RetentionRule() {}

  /**
   * Backups that are beyond what is to be kept. Never the newest.
   *
   * @param newestFirst good ones only
   */
  static List<BackupManifest> beyond(
      List<BackupManifest> newestFirst, int keep, Duration keepFor, Instant now) {
    long young = now.minus(keepFor).toEpochMilli();
    return newestFirst.stream()
        .skip(Math.max(1, keep))
        .filter(backup -> backup.stoppedAtMillis() <= young)
        .toList();
  }

  /**
   * Pieces of tries that count for nothing: another try of the same backup has the manifest, or
   * there is none and the last piece is old.
   *
   * @param objects everything below the group's {@code base/}
   * @param good backups whose manifests hold
   */
  static List<StoredObject> brokenTries(
      List<StoredObject> objects, List<BackupManifest> good, Instant now) {
    Set<String> manifests = new HashSet<>();
    Map<TryOf, Long> newest = new HashMap<>();
    for (StoredObject object : objects) {
      BaseName name = BaseName.of(object.name());
      if (name != null && name.manifest()) {
        manifests.add(name.id());
      } else if (name != null) {
        newest.merge(TryOf.of(name), object.modifiedMillis(), Math::max);
      }
    }
    Map<String, Set<String>> named =
        good.stream().collect(Collectors.toMap(BackupManifest::id, RetentionRule::tries));
    long old = now.minus(TRY).toEpochMilli();
    return objects.stream()
        .filter(
            object -> {
              BaseName name = BaseName.of(object.name());
              if (name == null || name.manifest()) {
                return false;
              }
              if (!manifests.contains(name.id())) {
                return newest.getOrDefault(TryOf.of(name), Long.MAX_VALUE) < old;
              }
              // A manifest that does not hold says nothing about its pieces.
              Set<String> used = named.getOrDefault(name.id(), Set.of());
              return !used.isEmpty() && !used.contains(name.attempt());
            })
        .toList();
  }

  private static Set<String> tries(BackupManifest manifest) {
    Set<String> found = new HashSet<>();
    for (Piece piece : manifest.pieces()) {
      BaseName name = BaseName.of(piece.name());
      if (name != null) {
        found.add(name.attempt());
      }
    }
    return found;
  }

  /**
   * Segments of the log, whole and partial, that end before the first that a kept backup needs;
   * oldest first, so that a removal that is broken off leaves no hole.
   *
   * @param objects everything below the group's {@code wal/}
   * @param kept every backup that stays in the store
   */
  static List<StoredObject> oldLog(List<StoredObject> objects, List<BackupManifest> kept) {
    if (kept.isEmpty()) {
      return List.of();
    }
    long first =
        kept.stream().mapToLong(BackupManifest::startPosition).min().getAsLong() / SEGMENT_BYTES;
    // Of a newer timeline than any backup nothing is known yet: it may have one under way that
    // starts below a backup of a branch that was given up.
    int newest = kept.stream().mapToInt(BackupManifest::timeline).max().getAsInt();
    SortedMap<SegmentName, StoredObject> old = new TreeMap<>();
    for (StoredObject object : objects) {
      SegmentName segment = SegmentName.in(object.name());
      if (segment != null && segment.number() < first && segment.timeline() <= newest) {
        old.put(segment, object);
      }
    }
    return List.copyOf(old.values());
  }

  /** One attempt at a backup. */
  private record TryOf(String id, String attempt) {
    static TryOf of(BaseName name) {
      return new TryOf(name.id(), name.attempt());
    }
  }
}
