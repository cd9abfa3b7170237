package io.traceo.activities.backup.store;

import io.traceo.activities.Failures;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.BackupManifest.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The stream that {@link PieceWriter} cut, made of its pieces again. Two threads read ahead; each
 * piece is checked (size, hash, then the envelope) before any byte of it is given out. A piece that
 * is missing, cut, changed or in another place is {@code Corrupt} and named. For one reading
 * thread.
 */
public final class PieceReader extends InputStream {
  private static final int AHEAD = 2;

  private final BackupStore store;
  private final Envelope envelope;
  private final List<Piece> pieces;
  private final ExecutorService threads = PieceThreads.start(AHEAD, "read-pieces");
  private final Buffers buffers = new Buffers(AHEAD + 1);
  private final Deque<Future<Opened>> ahead = new ArrayDeque<>();
  private int asked;
  private @Nullable Opened current;
  private int at;

  /** Reads these pieces in their order. */
  public PieceReader(BackupStore store, Envelope envelope, List<Piece> pieces) {
    this.store = store;
    this.envelope = envelope;
    this.pieces = List.copyOf(pieces);
  }

  @Override
  public int read() throws IOException {
    Opened piece = piece();
    return piece == null ? -1 : piece.bytes()[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Opened piece = piece();
    if (piece == null) {
      return -1;
    }
    int step = Math.min(length, piece.length() - at);
    System.arraycopy(piece.bytes(), at, into, offset, step);
    at += step;
    return step;
  }

  @Override
  public void close() {
    PieceThreads.stop(threads);
  }

  /** The piece with the next byte; null at the end. */
  private @Nullable Opened piece() throws IOException {
    while (current == null || at == current.length()) {
      if (current != null) {
        buffers.give(current.bytes());
        current = null;
      }
      readAhead();
      Future<Opened> next = ahead.poll();
      if (next == null) {
        return null;
      }
      current = await(next);
      at = 0;
      readAhead();
    }
    return current;
  }

  private void readAhead() {
    while (ahead.size() < AHEAD && asked < pieces.size()) {
      int number = ++asked;
      Piece piece = pieces.get(number - 1);
      ahead.add(threads.submit(() -> fetch(number, piece)));
    }
  }

  private Opened fetch(int number, Piece piece) {
    String name = piece.name();
    if (!name.endsWith("/" + PieceWriter.numbered(number))) {
      throw corrupt(name + " stands in the place of piece " + number);
    }
    byte[] stored =
        store.get(name).orElseThrow(() -> corrupt(name + " is missing in " + store.describe()));
    if (stored.length != piece.bytes()) {
      throw corrupt(name + " has " + stored.length + " bytes instead of " + piece.bytes());
    }
    if (!Checksums.sha256(stored).equals(piece.sha256())) {
      throw corrupt(name + " is damaged: its hash is not the manifest's");
    }
    byte[] buffer = buffers.take(envelope.plainLength(name, stored));
    return new Opened(buffer, envelope.open(name, stored, buffer));
  }

  private static Opened await(Future<Opened> next) throws IOException {
    try {
      return next.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while pieces were read");
    } catch (ExecutionException e) {
      PieceThreads.rethrow(e.getCause());
      throw new IllegalStateException("a piece failed without a reason", e);
    }
  }

  private static RuntimeException corrupt(String what) {
    return Failures.of(FailureTypes.CORRUPT, what);
  }

  /** A piece's plain bytes; the buffer may be longer. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Opened(byte[] bytes, int length) {}
}
