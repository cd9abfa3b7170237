package io.traceo.lab;

import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.lab.postgres.LabCluster;
import io.traceo.lab.postgres.Secrets;
import io.traceo.workflows.topology.EncryptionKey;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the groups of a lab keep their backups: a folder for each cold region's object store, and
 * that region's key. Every member of a group can read it, so that a restore may go elsewhere.
 */
final class LabBackups {
  private final AddressPlan plan;
  private final LabGroups groups;
  private final LabFolder folder;
  private final Secrets secrets;
  private final Map<String, EncryptionKey> keys = new LinkedHashMap<>();

  LabBackups(AddressPlan plan, LabGroups groups, LabFolder folder, Secrets secrets) {
    this.plan = plan;
    this.groups = groups;
    this.folder = folder;
    this.secrets = secrets;
    for (ReplicationGroup group : groups.groups()) {
      String cold = group.cold();
      groups
          .topology()
          .region(cold)
          .ifPresent(
              region -> {
                if (keys.put(cold, region.key()) == null) {
                  secrets.make(secretName(cold));
                }
              });
    }
  }

  private static String secretName(String region) {
    return "backup-key-" + region;
  }

  /** What a place knows of a group's backups; null when it holds none of the group's data. */
  @Nullable BackupAccess access(String place, ReplicationGroup group, LabCluster cluster) {
    EncryptionKey key = keys.get(group.cold());
    if (key == null || !group.members().contains(place)) {
      return null;
    }
    return new BackupAccess(
        "native",
        new StoreAccess(
            "directory",
            folder.folder("store-" + group.cold()).toString(),
            null,
            null,
            null,
            null,
            0),
        key.ref(),
        secrets.reference(secretName(group.cold())),
        folder.folder("spool-" + place).toString(),
        new ScratchAccess(
            cluster.bin().toString(),
            cluster.scratch(place).toString(),
            plan.endpoint(place, place, AddressPlan.SCRATCH_PORT)),
        null);
  }

  /** Regions whose object store is a folder. */
  String simulated() {
    return "object store of "
        + String.join(
            ", ", groups.groups().stream().map(ReplicationGroup::cold).distinct().toList())
        + ": a folder on this machine";
  }
}
