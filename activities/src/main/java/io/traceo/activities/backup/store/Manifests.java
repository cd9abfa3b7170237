package io.traceo.activities.backup.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.BackupManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifests of a store: a backup is there once its manifest is. Each is signed with the
 * region's key, together with its name. Without the key they can be listed, unchecked, not read for
 * a restore.
 */
public final class Manifests {
  private static final String FILE = "manifest.json";

  private final BackupStore store;
  private final @Nullable RegionKey key;

  /**
   * @param key null for lists alone
   */
  public Manifests(BackupStore store, @Nullable RegionKey key) {
    this.store = store;
    this.key = key;
  }

  /** Name of a backup's manifest. */
  public static String name(String group, String id) {
    return ObjectNames.checked(folder(group, id) + FILE);
  }

  /** Where everything of a backup is, with a slash at its end. */
  public static String folder(String group, String id) {
    return group + "/base/" + id + "/";
  }

  /**
   * Signs and stores it.
   *
   * @return false when the backup has a manifest already; that one stays
   */
  public boolean write(BackupManifest manifest) {
    String name = name(manifest.group(), manifest.id());
    return store.putNew(name, ManifestFile.signed(name, manifest, required()));
  }

  /**
   * The manifest, its signature checked.
   *
   * @throws ApplicationFailure {@code InvalidRequest} when there is none, {@code Corrupt} when it
   *     is not what was written or was made with another key
   */
  public BackupManifest read(String group, String id) {
    String name = name(group, id);
    byte[] file = store.get(name).orElseThrow(() -> unknown(group, id));
    BackupManifest manifest = parsed(name, group, id, file);
    requireKey(manifest);
    if (!ManifestFile.holds(name, file, required())) {
      throw corrupt(name + " is not what was written: its signature does not hold");
    }
    return manifest;
  }

  /** Every backup of the group, newest first; what can't be one is said in words. */
  public Listed list(String group) {
    List<BackupManifest> good = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    String base = group + "/base/";
    for (StoredObject object : store.list(base)) {
      // Pieces lie one folder deeper.
      String below = object.name().substring(base.length());
      String id = below.substring(0, Math.max(0, below.indexOf('/')));
      if (below.equals(id + "/" + FILE)) {
        try {
          good.add(key == null ? unchecked(group, id) : read(group, id));
        } catch (ApplicationFailure e) {
          sort(e, broken);
        }
      }
    }
    good.sort(
        Comparator.comparingLong(BackupManifest::stoppedAtMillis)
            .thenComparing(BackupManifest::id)
            .reversed());
    return new Listed(good, broken, key != null);
  }

  private static void sort(ApplicationFailure e, List<String> broken) {
    if (e.getType().equals(FailureTypes.CORRUPT)) {
      broken.add(e.getOriginalMessage());
    } else if (!e.getType().equals(FailureTypes.INVALID_REQUEST)) {
      throw e; // one that has gone meanwhile is no failure of the list
    }
  }

  /**
   * @throws ApplicationFailure {@code Corrupt} when the backup was made with another key than this
   *     place has
   */
  public void requireKey(BackupManifest manifest) {
    RegionKey own = required();
    if (!own.check().equals(manifest.keyCheck())) {
      throw corrupt(
          "backup "
              + manifest.id()
              + " was made with another key: "
              + manifest.keyId()
              + " ("
              + manifest.keyCheck()
              + "), this place has "
              + own
              + "; restore it where that key is");
    }
  }

  private BackupManifest unchecked(String group, String id) {
    String name = name(group, id);
    return parsed(name, group, id, store.get(name).orElseThrow(() -> unknown(group, id)));
  }

  private static BackupManifest parsed(String name, String group, String id, byte[] file) {
    try {
      BackupManifest manifest = ManifestFile.parse(file);
      if (manifest == null) {
        throw corrupt(name + " is no manifest");
      }
      if (manifest.schema() != BackupManifest.SCHEMA) {
        throw corrupt(name + " has a form that this version does not know: " + manifest.schema());
      }
      if (!group.equals(manifest.group()) || !id.equals(manifest.id())) {
        throw corrupt(
            name + " is the manifest of backup " + manifest.id() + " of group " + manifest.group());
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw corrupt(name + " is no manifest, or is cut short");
    }
  }

  private RegionKey required() {
    if (key == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "this needs the region's backup key, and this place has none; set keyRef");
    }
    return key;
  }

  private static RuntimeException unknown(String group, String id) {
    return Failures.of(
        FailureTypes.INVALID_REQUEST,
        "there is no backup "
            + id
            + " of group "
            + group
            + "; traceo backups list "
            + group
            + " shows what there is");
  }

  private static RuntimeException corrupt(String what) {
    return Failures.of(FailureTypes.CORRUPT, what);
  }

  /**
   * What a store has of a group.
   *
   * @param backups newest first
   * @param broken what is there and is no good backup, in words
   * @param checked whether signatures were looked at; false without the key
   */
  public record Listed(List<BackupManifest> backups, List<String> broken, boolean checked) {
    public Listed {
      backups = List.copyOf(backups);
      broken = List.copyOf(broken);
    }
  }
}
