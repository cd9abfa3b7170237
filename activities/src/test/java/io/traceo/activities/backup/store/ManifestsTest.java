package io.traceo.activities.backup.store;

import static io.traceo.activities.backup.store.Backups.backup;
import static io.traceo.activities.backup.store.StoreContract.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.workflows.restore.BackupManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a manifest is believed, and what not. */
class ManifestsTest {
  private static final BackupManifest ONE = backup("b1", Duration.ofDays(2), 1);
  private static final String NAME = "na/base/b1/manifest.json";

  @TempDir Path folder;
  private BackupStore store;
  private Manifests manifests;

  @BeforeEach
  void open() {
    store = BackupStore.open(DirectoryStoreTest.access(folder, 0));
    manifests = new Manifests(store, Keys.OURS);
  }

  @Test
  void comesBackAsItWasAndIsWrittenOnce() {
    assertThat(manifests.write(ONE)).isTrue();
    assertThat(manifests.write(backup("b1", Duration.ZERO, 9))).isFalse();
    assertThat(manifests.read("na", "b1")).isEqualTo(ONE);
  }

  @Test
  void oneCharacterThatIsNotTheSameIsFound() {
    manifests.write(ONE);
    byte[] file = store.get(NAME).orElseThrow();
    for (int at = 0; at < file.length; at++) {
      byte[] altered = file.clone();
      altered[at] ^= 1;
      store.put(NAME, altered);
      assertFails("Corrupt", "b1", () -> manifests.read("na", "b1"));
    }
  }

  @Test
  void cutOrEmptyOrSomethingElseIsFound() {
    manifests.write(ONE);
    byte[] file = store.get(NAME).orElseThrow();
    for (int length : new int[] {0, 1, file.length / 2, file.length - 3, file.length - 1}) {
      store.put(NAME, Arrays.copyOf(file, length));
      assertFails("Corrupt", NAME, () -> manifests.read("na", "b1"));
    }
    for (String text : new String[] {"null", "{}", "[]", "no JSON"}) {
      store.put(NAME, text.getBytes(StandardCharsets.UTF_8));
      assertFails("Corrupt", NAME, () -> manifests.read("na", "b1"));
    }
  }

  @Test
  void theManifestOfAnotherGroupOrBackupIsFound() {
    manifests.write(ONE);
    byte[] file = store.get(NAME).orElseThrow();
    store.put("eu/base/b1/manifest.json", file);
    store.put("na/base/b2/manifest.json", file);
    assertFails("Corrupt", "of group na", () -> manifests.read("eu", "b1"));
    assertFails("Corrupt", "of backup b1", () -> manifests.read("na", "b2"));
  }

  @Test
  void anUnknownBackupIsSaid() {
    assertFails("InvalidRequest", "traceo backups list na", () -> manifests.read("na", "b9"));
  }

  @Test
  void anotherKeyIsSaid() {
    new Manifests(store, Keys.OTHER).write(backup("b1", Duration.ZERO, 1, 1, Keys.OTHER));
    assertFails("Corrupt", "made with another key: other", () -> manifests.read("na", "b1"));
    assertFails(
        "Corrupt",
        "another key",
        () -> manifests.requireKey(backup("b1", Duration.ZERO, 1, 1, Keys.OTHER)));
    manifests.requireKey(ONE);
  }

  @Test
  void listsNewestFirstAndSaysWhatIsBroken() {
    manifests.write(ONE);
    manifests.write(backup("a2", Duration.ofDays(1), 2));
    new Manifests(store, Keys.OTHER).write(backup("b3", Duration.ZERO, 1, 1, Keys.OTHER));
    store.put("na/base/b4/manifest.json", new byte[0]);
    store.put("na/base/b5/t/00001", new byte[0]);

    Manifests.Listed listed = manifests.list("na");
    assertThat(listed.backups()).extracting(BackupManifest::id).containsExactly("a2", "b1");
    assertThat(listed.broken()).hasSize(2);
    assertThat(String.join("\n", listed.broken())).contains("b3", "another key", "b4");
    assertThat(listed.checked()).isTrue();
  }

  @Test
  void withoutTheKeyItListsUncheckedAndReadsNothing() {
    manifests.write(ONE);
    Manifests keyless = new Manifests(store, null);
    Manifests.Listed listed = keyless.list("na");
    assertThat(listed.backups()).containsExactly(ONE);
    assertThat(listed.checked()).isFalse();
    assertFails("InvalidRequest", "keyRef", () -> keyless.read("na", "b1"));
  }
}
