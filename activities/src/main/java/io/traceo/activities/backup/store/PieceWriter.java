package io.traceo.activities.backup.store;

import io.traceo.workflows.restore.BackupManifest.Piece;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into pieces and stores them, sealed, by two threads behind the writer. Holds it up
 * when the store is slower; takes about 80 MiB. The first failure of the threads is thrown by the
 * next call. For one writing thread.
 *
 * <p>Ends by {@link #finish()}; closed without it, what was stored is removed again.
 */
public final class PieceWriter extends OutputStream {
  /** Plain bytes of every piece but the last. */
  public static final int PIECE_BYTES = 8 << 20;

  private static final int THREADS = 2;
  private static final int BUFFERS = THREADS + 2;

  private final BackupStore store;
  private final Envelope envelope;
  private final String prefix;
  private final LongConsumer progress;
  private final ExecutorService threads;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final List<Future<Piece>> pieces = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private int made;
  private byte @Nullable [] filling;
  private int filled;
  private long stored;
  private boolean ended;

  /**
   * @param prefix folder of the pieces; they are called 00001, 00002 and so on
   * @param progress hears how many plain bytes are stored, from the threads, one call at a time;
   *     what it throws ends the writing as a failure of the store does
   */
  public PieceWriter(BackupStore store, Envelope envelope, String prefix, LongConsumer progress) {
    this.store = store;
    this.envelope = envelope;
    this.prefix = prefix.endsWith("/") ? prefix : prefix + "/";
    this.progress = progress;
    this.threads = PieceThreads.start(THREADS, "store-pieces");
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      byte[] buffer = buffer();
      int step = Math.min(left, buffer.length - filled);
      System.arraycopy(bytes, at, buffer, filled, step);
      filled += step;
      at += step;
      left -= step;
      if (filled == buffer.length) {
        send(buffer);
      }
    }
  }

  /**
   * Stores what is left and waits until all of it is in the store.
   *
   * @return in the order of the stream; empty when nothing was written
   */
  public List<Piece> finish() throws IOException {
    check();
    if (filling != null) {
      send(filling);
    }
    List<Piece> all = new ArrayList<>();
    try {
      for (Future<Piece> piece : pieces) {
        all.add(piece.get());
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      check();
      throw new IllegalStateException("a piece failed without a reason", e);
    }
    ended = true;
    threads.shutdown();
    return all;
  }

  /** Stops, and removes what it has stored as far as the store answers. */
  public void abort() {
    if (ended) {
      return;
    }
    ended = true;
    PieceThreads.stop(threads);
    for (int number = 1; number <= pieces.size(); number++) {
      try {
        store.delete(name(number));
      } catch (RuntimeException e) {
        // What stays counts for nothing without a manifest; it is removed with the old backups.
        return;
      }
    }
  }

  @Override
  public void close() {
    abort();
  }

  private byte[] buffer() throws IOException {
    check();
    byte[] current = filling;
    if (current == null) {
      current = freeBuffer();
      filling = current;
      filled = 0;
      check();
    }
    return current;
  }

  private byte[] freeBuffer() throws IOException {
    byte[] buffer = free.poll();
    if (buffer == null && made < BUFFERS) {
      made++;
      return new byte[PIECE_BYTES];
    }
    try {
      return buffer != null ? buffer : free.take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void send(byte[] buffer) {
    int length = filled;
    String name = name(pieces.size() + 1);
    filling = null;
    pieces.add(threads.submit(() -> storePiece(name, buffer, length)));
  }

  private Piece storePiece(String name, byte[] buffer, int length) {
    try {
      if (failure.get() != null) {
        throw new IllegalStateException("an earlier piece failed");
      }
      byte[] sealed = envelope.seal(name, buffer, length);
      // Not only if new: a repeated request of the client may find its own object.
      store.put(name, sealed);
      Piece piece = new Piece(name, sealed.length, Checksums.sha256(sealed));
      tell(length);
      return piece;
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      throw e;
    } finally {
      free.add(buffer);
    }
  }

  private synchronized void tell(int length) {
    stored += length;
    progress.accept(stored);
  }

  private String name(int number) {
    return prefix + numbered(number);
  }

  /** How a piece is called in its folder; from 1. */
  static String numbered(int number) {
    return String.format(Locale.ROOT, "%05d", number);
  }

  private void check() throws IOException {
    PieceThreads.rethrow(failure.get());
    if (ended) {
      throw new IOException("the stream of " + prefix + " is closed");
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while pieces were stored");
  }
}
