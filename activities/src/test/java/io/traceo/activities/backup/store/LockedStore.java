package io.traceo.activities.backup.store;

import java.util.List;
import java.util.Optional;

/** A store that has one object locked. */
record LockedStore(BackupStore store, String locked) implements BackupStore {
  @Override
  public void put(String name, byte[] content) {
    store.put(name, content);
  }

  @Override
  public boolean putNew(String name, byte[] content) {
    return store.putNew(name, content);
  }

  @Override
  public Optional<byte[]> get(String name) {
    return store.get(name);
  }

  @Override
  public Optional<StoredObject> stat(String name) {
    return store.stat(name);
  }

  @Override
  public List<StoredObject> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public boolean delete(String name) {
    return !name.equals(locked) && store.delete(name);
  }

  @Override
  public String describe() {
    return store.describe();
  }

  @Override
  public void probe() {
    store.probe();
  }
}
