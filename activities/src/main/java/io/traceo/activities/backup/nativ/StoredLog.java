package io.traceo.activities.backup.nativ;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.activities.Failures;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.backup.store.BackupStore;
import io.traceo.activities.backup.store.Envelope;
import io.traceo.activities.backup.store.StoredObject;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.restore.ArchiveState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A group's log in a store: whole segments and histories never change once they are there, the
 * unfinished one and the state are written over. Failures as in {@link BackupStore}, and {@code
 * Corrupt} for what is not what was stored.
 */
final class StoredLog {
  private static final String PARTIAL = ".partial";
  private static final String HISTORY = ".history";
  private static final ObjectMapper JSON = PayloadMapper.create();

  private final BackupStore store;
  private final Envelope envelope;
  private final String folder;

  StoredLog(BackupStore store, Envelope envelope, String group) {
    this.store = store;
    this.envelope = envelope;
    this.folder = group + "/wal/";
  }

  private String object(WalName name) {
    return folder + name.toString().substring(0, 8) + "/" + name;
  }

  /**
   * Stores a whole segment.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code Conflict} when there is another of that
   *     name: somebody else writes into this archive
   */
  void putSegment(WalName name, byte[] content) {
    putOnce(object(name), content);
    boolean unused = store.delete(object(name) + PARTIAL);
  }

  void putHistory(int timeline, String text) {
    putOnce(folder + WalName.history(timeline), text.getBytes(StandardCharsets.UTF_8));
  }

  private void putOnce(String name, byte[] content) {
    if (store.putNew(name, envelope.seal(name, content, content.length))) {
      return;
    }
    byte[] there = open(name).orElseThrow(() -> gone(name));
    if (!Arrays.equals(there, content)) {
      throw Failures.of(
          FailureTypes.CONFLICT,
          name
              + " is in "
              + store.describe()
              + " already with another content: somebody else writes into this archive");
    }
  }

  private static RuntimeException gone(String name) {
    return Failures.of(FailureTypes.NOT_READY, name + " was removed while it was looked at");
  }

  /** What a segment has so far. */
  void putPartial(WalName name, byte[] content) {
    String object = object(name) + PARTIAL;
    store.put(object, envelope.seal(object, content, content.length));
  }

  Optional<byte[]> segment(WalName name) {
    return open(object(name));
  }

  Optional<byte[]> partial(WalName name) {
    return open(object(name) + PARTIAL);
  }

  boolean hasSegment(WalName name) {
    return store.stat(object(name)).isPresent();
  }

  boolean hasPartial(WalName name) {
    return store.stat(object(name) + PARTIAL).isPresent();
  }

  /** Text of a history as PostgreSQL wrote it. */
  Optional<byte[]> history(int timeline) {
    return open(folder + WalName.history(timeline));
  }

  /** Whole segments, and unfinished ones, of every timeline. */
  Names names() {
    Set<WalName> whole = new HashSet<>();
    Set<WalName> partial = new HashSet<>();
    for (StoredObject object : store.list(folder)) {
      String name = object.name().substring(object.name().lastIndexOf('/') + 1);
      if (WalName.matches(name)) {
        whole.add(WalName.parse(name));
      } else if (name.endsWith(PARTIAL) && WalName.matches(name.substring(0, 24))) {
        partial.add(WalName.parse(name.substring(0, 24)));
      }
    }
    return new Names(whole, partial);
  }

  /** What is there by name. */
  record Names(Set<WalName> whole, Set<WalName> partial) {}

  SortedMap<Integer, String> histories() {
    SortedMap<Integer, String> found = new TreeMap<>();
    for (StoredObject object : store.list(folder)) {
      String name = object.name().substring(folder.length());
      if (name.matches("[0-9A-F]{8}\\" + HISTORY)) {
        byte[] text = open(object.name()).orElse(new byte[0]);
        found.put(
            Integer.parseInt(name.substring(0, 8), 16), new String(text, StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  /** How far it is; empty when nothing was ever archived. */
  Optional<ArchiveState> state() {
    String name = folder + "state.json";
    return open(name).map(text -> parsed(name, text));
  }

  private static ArchiveState parsed(String name, byte[] text) {
    try {
      return JSON.readValue(text, ArchiveState.class);
    } catch (IOException e) {
      throw Failures.of(FailureTypes.CORRUPT, name + " is no state of an archive", e);
    }
  }

  void putState(ArchiveState state) {
    String name = folder + "state.json";
    try {
      byte[] text = JSON.writeValueAsBytes(state);
      store.put(name, envelope.seal(name, text, text.length));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a state is always written", e);
    }
  }

  private Optional<byte[]> open(String name) {
    return store.get(name).map(stored -> envelope.open(name, stored));
  }
}
