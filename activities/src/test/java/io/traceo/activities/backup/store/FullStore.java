package io.traceo.activities.backup.store;

import java.util.List;
import java.util.Optional;

/** A store that takes nothing any more. */
record FullStore(BackupStore store) implements BackupStore {
  @Override
  public void put(String name, byte[] content) {
    throw BrokenPiecesTest.full();
  }

  @Override
  public boolean putNew(String name, byte[] content) {
    throw BrokenPiecesTest.full();
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
    return store.delete(name);
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
