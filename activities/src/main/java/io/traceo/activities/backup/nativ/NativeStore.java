package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Envelope;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.RegionKey;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import java.util.function.Function;

/** A group's part of a store, with the key that opens it. */
record NativeStore(
    BackupStore store, RegionKey key, Envelope envelope, Manifests manifests, StoredLog log)
    implements AutoCloseable {

  static NativeStore open(BackupPlace place) {
    return of(place, BackupStore::open);
  }

  /** For questions that somebody waits for. */
  static NativeStore openToAsk(BackupPlace place) {
    return of(place, BackupStore::openToAsk);
  }

  private static NativeStore of(BackupPlace place, Function<StoreAccess, BackupStore> opening) {
    RegionKey key = RegionKey.of(place.access().keyId(), place.access().keyRef());
    BackupStore store = opening.apply(place.access().store());
    Envelope envelope = new Envelope(key);
    return new NativeStore(
        store,
        key,
        envelope,
        new Manifests(store, key),
        new StoredLog(store, envelope, place.group()));
  }

  @Override
  public void close() {
    store.close();
  }
}
