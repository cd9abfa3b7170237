package io.traceo.activities.backup.nativ;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.RegionKey;
import io.traceo.activities.database.postgres.Member;
import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.restore.BackupManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whether a backup can be taken, and every reason against. Leaves nothing behind. */
final class NativeOutlook {
  private final BackupPlace place;
  private final String leader;
  private final List<String> refusals = new ArrayList<>();
  private String store;
  private long databaseBytes;

  NativeOutlook(BackupPlace place, String leader) {
    this.place = place;
    this.leader = leader;
    this.store = place.access().store().location();
  }

  BackupOutlook make() {
    RegionKey key = key();
    askLeader();
    askStore(key);
    return new BackupOutlook(
        place.place(),
        leader,
        databaseBytes,
        store,
        place.access().keyId(),
        NativeBackups.NAME,
        refusals);
  }

  private @Nullable RegionKey key() {
    try {
      return RegionKey.of(place.access().keyId(), place.access().keyRef());
    } catch (ApplicationFailure e) {
      refusals.add(e.getOriginalMessage());
      return null;
    }
  }

  private void askLeader() {
    if (leader.isEmpty()) {
      refusals.add("no leader is in reach from " + place.place());
      return;
    }
    try {
      Member member = new Member(leader, place.database(leader));
      member
          .patiently(LeaderFacts::of)
          .refusals()
          .forEach(reason -> refusals.add(leader + ": " + reason));
      databaseBytes = member.patiently(LeaderFacts::databaseBytes);
    } catch (ApplicationFailure e) {
      refusals.add(e.getOriginalMessage());
    }
  }

  private void askStore(@Nullable RegionKey key) {
    try (BackupStore opened = BackupStore.openToAsk(place.access().store())) {
      store = opened.describe();
      opened.probe();
      requireRoom(opened, key);
    } catch (ApplicationFailure e) {
      refusals.add(e.getOriginalMessage());
    }
  }

  /** What the newest backup took, or all of the database when there is none to tell. */
  private void requireRoom(BackupStore opened, @Nullable RegionKey key) {
    OptionalLong room = opened.room();
    if (room.isEmpty()) {
      return;
    }
    long needed =
        new Manifests(opened, key)
            .list(place.group()).backups().stream()
                .findFirst()
                .map(BackupManifest::storedBytes)
                .orElse(databaseBytes);
    if (room.getAsLong() < needed) {
      refusals.add(
          store
              + " has no space: "
              + mega(room.getAsLong())
              + " MB are free, a backup needs about "
              + mega(needed)
              + " MB; free some, or choose another store");
    }
  }

  private static String mega(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
