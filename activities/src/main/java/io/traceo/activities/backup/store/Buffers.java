package io.traceo.activities.backup.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Buffers that are used again: new ones of many megabytes each would keep the collector busy. */
final class Buffers {
  private final BlockingQueue<byte[]> kept;

  /** Keeps at most so many. */
  Buffers(int most) {
    kept = new ArrayBlockingQueue<>(most);
  }

  /** One of at least this size. */
  byte[] take(int size) {
    byte[] buffer = kept.poll();
    return buffer != null && buffer.length >= size ? buffer : new byte[size];
  }

  /** May be used by somebody else from here on. */
  void give(byte[] buffer) {
    boolean unusedKept = kept.offer(buffer); // else enough are kept
  }
}
