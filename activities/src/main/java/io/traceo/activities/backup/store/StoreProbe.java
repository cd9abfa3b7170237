package io.traceo.activities.backup.store;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Tries on a small object everything that backups need of a store. */
final class StoreProbe {
  private StoreProbe() {}

  static void run(BackupStore store) {
    String name = "traceo-probe/" + UUID.randomUUID();
    byte[] content = name.getBytes(StandardCharsets.UTF_8);
    try {
      ask(store, name, content);
    } catch (ApplicationFailure e) {
      removeQuietly(store, name, e);
      throw e;
    }
    store.delete(name);
  }

  private static void ask(BackupStore store, String name, byte[] content) {
    if (!store.putNew(name, content)) {
      throw broken(store, "says that a new object is there already");
    }
    if (store.putNew(name, new byte[] {0})) {
      throw broken(
          store,
          "replaced an object that was to be stored only if new: it must know If-None-Match, or"
              + " hard links");
    }
    byte[] read =
        store.get(name).orElseThrow(() -> broken(store, "does not find what it just stored"));
    if (!Arrays.equals(read, content)) {
      throw broken(store, "gives back other bytes than it was given");
    }
    if (store.list("traceo-probe/").stream().noneMatch(found -> found.name().equals(name))) {
      throw broken(store, "does not list what it just stored");
    }
  }

  /** What failed first is what is told. One that does not answer is not asked again. */
  private static void removeQuietly(BackupStore store, String name, ApplicationFailure failure) {
    if (failure.getType().equals(FailureTypes.UNREACHABLE)) {
      return;
    }
    try {
      boolean unusedRemoved = store.delete(name);
    } catch (ApplicationFailure e) {
      failure.addSuppressed(e);
    }
  }

  private static RuntimeException broken(BackupStore store, String what) {
    return Failures.of(
        FailureTypes.INVALID_REQUEST,
        store.describe() + " " + what + "; backups can't be kept there, choose another store");
  }
}
