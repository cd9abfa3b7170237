package io.traceo.activities.backup.nativ;

import static org.assertj.core.api.Assertions.assertThat;

import io.traceo.activities.Failures;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Envelope;
import io.traceo.activities.backup.store.RegionKey;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the store is away little of the log waits in memory, and all of it gets there after. */
class StoreAwayTest {
  private static final LogKeeper.Sample SAMPLE = new LogKeeper.Sample("us-east-1", 1_000, 0);

  @TempDir private Path folder;

  private volatile boolean away = true;
  private StoredLog objects;
  private Spool spool;
  private LogKeeper keeper;

  @BeforeEach
  void open() throws Exception {
    Path key = folder.resolve("key");
    Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
    Path store = Files.createDirectory(folder.resolve("store"));
    objects =
        new StoredLog(
            sometimesAway(
                BackupStore.open(
                    new StoreAccess("directory", store.toString(), null, null, null, null, 0))),
            new Envelope(RegionKey.of("k", "file:" + key)),
            "na");
    spool = new Spool(folder.resolve("spool"));
    keeper = new LogKeeper(objects, spool, null);
  }

  private BackupStore sometimesAway(BackupStore store) {
    return (BackupStore)
        Proxy.newProxyInstance(
            BackupStore.class.getClassLoader(),
            new Class<?>[] {BackupStore.class},
            (proxy, method, arguments) -> {
              if (away) {
                throw Failures.of(FailureTypes.UNREACHABLE, "the store is away");
              }
              return method.invoke(store, arguments);
            });
  }

  @AfterEach
  void close() throws Exception {
    keeper.close();
    spool.close();
  }

  @Test
  void theUnfinishedSegmentWaitsOnceAndItsLastStateOnceMore() throws Exception {
    WalName name = new WalName(1, 3);
    int waiting = 0;
    for (int n = 1; n <= 50; n++) {
      if (keeper.takesFlush(false)) {
        keeper.flush(SAMPLE, 1, name, new byte[n], name.start() + n);
        waiting++;
      }
    }
    assertThat(waiting).isEqualTo(1);
    assertThat(keeper.takesFlush(true)).as("the last one").isTrue();
    keeper.flush(SAMPLE, 1, name, new byte[60], name.start() + 60);
    assertThat(keeper.takesFlush(true)).as("one after the last").isFalse();

    away = false;
    assertThat(keeper.drain(60_000)).isTrue();
    assertThat(objects.partial(name)).hasValueSatisfying(p -> assertThat(p).hasSize(60));
    assertThat(objects.state().orElseThrow().position()).isEqualTo(name.start() + 60);
    assertThat(keeper.takesFlush(false)).as("the store is back").isTrue();
  }

  @Test
  void segmentsThatAreCopiedWaitForRoom() throws Exception {
    byte[] content = new byte[WalName.BYTES];
    assertThat(keeper.copied(new WalName(1, 3), content)).isTrue();
    assertThat(keeper.copied(new WalName(1, 4), content)).isTrue();
    assertThat(keeper.copied(new WalName(1, 5), content)).as("no room").isFalse();

    away = false;
    assertThat(keeper.drain(60_000)).isTrue();
    assertThat(keeper.copied(new WalName(1, 5), content)).as("room again").isTrue();
    assertThat(keeper.drain(60_000)).isTrue();
    assertThat(objects.hasSegment(new WalName(1, 5))).isTrue();
  }
}
