package io.traceo.activities.backup.store;

import static io.traceo.activities.backup.store.Backups.NOW;
import static io.traceo.activities.backup.store.Backups.backup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.restore.BackupManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prune does to a store. */
class RetentionTest {
  @TempDir Path folder;
  private BackupStore store;

  @BeforeEach
  void open() {
    store = BackupStore.open(DirectoryStoreTest.access(folder, 0));
    IntStream.rangeClosed(1, 9)
        .forEach(n -> store.put("na/wal/00000001/00000001000000000000000" + n, new byte[] {1}));
    store.put("na/wal/00000002.history", new byte[] {1});
  }

  private void keep(BackupManifest manifest, RegionKey key) {
    String folder = Manifests.folder("na", manifest.id());
    store.put(folder + "good/00001", new byte[] {1});
    assertThat(new Manifests(store, key).write(manifest)).isTrue();
  }

  private Pruned prune() {
    return new Retention(store, Keys.OURS, unused -> {}).prune("na", 1, Duration.ofDays(1), NOW);
  }

  private List<String> names(String prefix) {
    return store.list(prefix).stream().map(StoredObject::name).toList();
  }

  @Test
  void removesWhatIsBeyondAndTheLogThatOnlyItNeeded() {
    keep(backup("old", Duration.ofDays(3), 2), Keys.OURS);
    keep(backup("new", Duration.ofHours(3), 6), Keys.OURS);
    store.put("na/base/new/lost/00001", new byte[] {1});

    assertThat(prune()).isEqualTo(new Pruned(List.of("old"), List.of(), 5));
    assertThat(names("na/base/"))
        .containsExactly("na/base/new/good/00001", "na/base/new/manifest.json");
    assertThat(names("na/wal/")).hasSize(5).contains("na/wal/00000002.history");

    assertThat(prune()).isEqualTo(new Pruned(List.of(), List.of(), 0));
  }

  @Test
  void whatIsLockedStaysWithItsLogAndIsSaid() {
    keep(backup("old", Duration.ofDays(3), 2), Keys.OURS);
    keep(backup("new", Duration.ofHours(3), 6), Keys.OURS);
    BackupStore open = store;
    store = new LockedStore(open, Manifests.name("na", "old"));

    assertThat(prune()).isEqualTo(new Pruned(List.of(), List.of("old"), 1));
    assertThat(names("na/base/")).contains("na/base/old/good/00001", "na/base/old/manifest.json");
  }

  @Test
  void aLockedSegmentEndsTheRemovalOfItsTimeline() {
    keep(backup("new", Duration.ofHours(3), 6), Keys.OURS);
    store = new LockedStore(store, "na/wal/00000001/000000010000000000000003");

    assertThat(prune().segments()).isEqualTo(2);
    assertThat(names("na/wal/00000001/")).hasSize(7);
  }

  @Test
  void whileABackupCantBeReadNoLogGoes() {
    keep(backup("theirs", Duration.ofDays(3), 2, 1, Keys.OTHER), Keys.OTHER);
    keep(backup("new", Duration.ofHours(3), 6), Keys.OURS);

    assertThat(prune()).isEqualTo(new Pruned(List.of(), List.of(), 0));
    assertThat(names("na/base/theirs/")).hasSize(2);
    assertThat(names("na/wal/00000001/")).hasSize(9);
  }

  @Test
  void brokenOffNoManifestIsLeftWithoutItsPieces() {
    keep(backup("old", Duration.ofDays(3), 2), Keys.OURS);
    keep(backup("new", Duration.ofHours(3), 6), Keys.OURS);
    Retention stopped =
        new Retention(
            store,
            Keys.OURS,
            what -> {
              if (what.endsWith("00001")) {
                throw new IllegalStateException("stopped");
              }
            });

    assertThatThrownBy(() -> stopped.prune("na", 1, Duration.ofDays(1), NOW)).hasMessage("stopped");
    assertThat(names("na/base/old/")).containsExactly("na/base/old/good/00001");
  }
}
