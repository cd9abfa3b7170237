package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.activities.backup.store.S3Clients.Patience;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.workflows.contract.FailureTypes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where backups are: whole objects of at most {@link #MAX_BYTES} under names such as {@code
 * na/wal/00000001/000000010000000000000007}. Every method is safe to repeat and to call from
 * several threads.
 *
 * <p>Failures: {@code Unreachable} when it doesn't answer, {@code NotReady} when it has no space
 * (both retried); {@code Forbidden} when it refuses the credentials, {@code InvalidRequest} when
 * the bucket or folder is not there or a name can't be one, {@code Corrupt} for an object that is
 * larger than any of ours (final).
 */
public interface BackupStore extends AutoCloseable {
  /** No object is larger; a larger one is not read. */
  int MAX_BYTES = 80 << 20;

  /** Stores the object, in the place of one that is there. It is safe on disk on return. */
  void put(String name, byte[] content);

  /**
   * Stores the object if there is none of this name; two writers can't both succeed.
   *
   * @return false when there is one already; it is not touched
   */
  boolean putNew(String name, byte[] content);

  /** The whole object, empty when there is none. */
  Optional<byte[]> get(String name);

  /** Size and age, empty when there is no such object. */
  Optional<StoredObject> stat(String name);

  /** Every object whose name starts so, by name. */
  List<StoredObject> list(String prefix);

  /**
   * Removes the object; one that is gone already is no failure.
   *
   * @return false when the store has it locked
   */
  boolean delete(String name);

  /** Which store, for people; no secrets. */
  String describe();

  /**
   * Writes, reads and removes a small object.
   *
   * @throws io.temporal.failure.ApplicationFailure that says what to do
   */
  void probe();

  @Override
  default void close() {}

  /** Bytes that it still takes; empty when nobody can say, as of a bucket. */
  default OptionalLong room() {
    return OptionalLong.empty();
  }

  /**
   * The store behind this configuration. Nothing is asked of it yet, except that a folder must be
   * there.
   */
  static BackupStore open(StoreAccess access) {
    return open(access, Patience.WORK);
  }

  /**
   * The same, for small questions that somebody waits for: one that stays silent is {@code
   * Unreachable} after seconds.
   */
  static BackupStore openToAsk(StoreAccess access) {
    return open(access, Patience.QUESTION);
  }

  private static BackupStore open(StoreAccess access, Patience patience) {
    return switch (access.kind()) {
      case "directory" -> DirectoryStore.open(access);
      case "s3" -> S3Store.open(access, patience);
      default ->
          throw Failures.of(
              FailureTypes.INVALID_REQUEST,
              "store kind \"" + access.kind() + "\" is not known; it can be directory or s3");
    };
  }
}
