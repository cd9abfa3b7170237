package io.traceo.activities.backup.nativ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Envelope;
import io.traceo.activities.backup.store.RegionKey;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a backup stops waiting for the log that it needs. */
class LogCoverTest {
  private static final WalName FIRST = new WalName(1, 2);
  private static final WalName SECOND = new WalName(1, 3);
  private static final Duration FOR_EVER = Duration.ofDays(1);

  @TempDir private Path folder;

  private StoredLog log;

  @BeforeEach
  void open() throws Exception {
    Path key = folder.resolve("key");
    Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
    Path store = Files.createDirectory(folder.resolve("store"));
    log =
        new StoredLog(
            BackupStore.open(
                new StoreAccess("directory", store.toString(), null, null, null, null, 0)),
            new Envelope(RegionKey.of("k", "file:" + key)),
            "na");
  }

  /** Needs both segments. */
  private static BackupManifest backup() {
    return new BackupManifest(
        BackupManifest.SCHEMA,
        "b1",
        "na",
        "7000",
        "us-east-1",
        "us-west-2",
        FIRST.start() + 40,
        SECOND.start() + 40,
        1,
        100,
        10,
        "k",
        "check",
        List.of(),
        List.of(),
        1,
        2,
        NativeBackups.NAME);
  }

  private void reached(long position) {
    log.putState(new ArchiveState("us-east-1", 1, position, 1, 1, null));
  }

  @Test
  void logFromBeforeTheArchiveIsNotWaitedFor() {
    log.putSegment(SECOND, new byte[] {1});
    reached(SECOND.end());
    assertThatThrownBy(() -> LogCover.of(log).await(backup(), FOR_EVER, Progress.NONE))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("NotReady"))
        .hasMessageContaining("lacks segment " + FIRST);
  }

  @Test
  void logThatIsStillToComeIs() {
    log.putSegment(FIRST, new byte[] {1});
    reached(FIRST.end());
    Progress comes =
        detail -> {
          log.putSegment(SECOND, new byte[] {2});
          reached(SECOND.end());
        };
    assertThatCode(() -> LogCover.of(log).await(backup(), FOR_EVER, comes))
        .doesNotThrowAnyException();
  }
}
