package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Envelope;
import io.traceo.activities.backup.store.Manifests;
import io.traceo.activities.backup.store.RegionKey;

/** A group's part of a store, with the key that opens it. */
record NativeStore(
    BackupStore store, RegionKey key, Envelope envelope, Manifests manifests, StoredLog log)
    implements AutoCloseable {

  static NativeStore open(BackupPlace place) {
    RegionKey key = RegionKey.of(place.access().keyId(), place.access().keyRef());
    BackupStore store = BackupStore.open(place.access().store());
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
