package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that writes what the clients saw and flushes it to the disk, many entries at a time.
 * An entry counts once it is flushed, and only then does {@code durable} hear of it. After a disk
 * error nothing counts any more, the file ends with what was flushed, and {@link #problem} says
 * where, why and what to do.
 */
final class Journal implements AutoCloseable {
  /** Entries of this time share a flush. */
  private static final long GATHER_NANOS = MILLISECONDS.toNanos(5);

  private final BlockingQueue<JournalEntry> queue = new ArrayBlockingQueue<>(8192);
  private final Path path;
  private final FileChannel file;
  private final Consumer<JournalEntry> durable;
  private final Thread thread = new Thread(this::run, "ledger-journal");
  private volatile boolean closing;
  private volatile @Nullable String problem;

  /** Only for the journal's own thread. */
  private long flushed;

  /**
   * @param path where the file is, for people
   */
  Journal(Path path, FileChannel file, Consumer<JournalEntry> durable) {
    this.path = path;
    this.file = file;
    this.durable = durable;
    thread.start();
  }

  /** Starts a new file; an existing one is an error, since a journal is never rewritten. */
  static Journal create(Path path, Consumer<JournalEntry> durable) throws IOException {
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Journal(path, file, durable);
  }

  /** The problem of a journal that can't be written. */
  static String unwritable(Path path, Throwable why) {
    return "cannot write the journal "
        + path
        + ": "
        + UnwritableException.reason(why)
        + "; writing has stopped and what was flushed before is kept. Free some room there, or let"
        + " this user write there, then start again";
  }

  /** Hands an entry over; waits while the disk is behind. Dropped when the disk has failed. */
  void append(JournalEntry entry) throws InterruptedException {
    while (problem == null && !queue.offer(entry, 100, MILLISECONDS)) {
      // Full: the disk is slow or about to be found broken.
    }
  }

  /** Why nothing is written any more, null while all is well. */
  @Nullable String problem() {
    return problem;
  }

  private void run() {
    List<JournalEntry> batch = new ArrayList<>();
    try {
      while (true) {
        JournalEntry first = queue.poll(50, MILLISECONDS);
        if (first == null) {
          if (closing) {
            return;
          }
          continue;
        }
        LockSupport.parkNanos(GATHER_NANOS);
        batch.add(first);
        queue.drainTo(batch);
        flush(batch);
        batch.forEach(durable);
        batch.clear();
      }
    } catch (InterruptedException e) {
      problem = "the journal " + path + " was interrupted; start again";
    } catch (IOException | RuntimeException | Error e) {
      dropUnflushed();
      problem = unwritable(path, e);
    }
  }

  /** What may be there of the last batch was never counted; nor must whoever reads the file. */
  private void dropUnflushed() {
    try {
      file.truncate(flushed);
    } catch (IOException e) {
      // A torn line at the end is left out by those who read.
    }
  }

  private void flush(List<JournalEntry> batch) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (JournalEntry entry : batch) {
      lines.append(entry.encode());
    }
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(false);
    flushed += bytes.capacity();
  }

  /** Writes what was handed over, then closes the file. */
  @Override
  public void close() throws IOException {
    closing = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
