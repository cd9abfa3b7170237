package io.traceo.activities.backup.nativ;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.backup.WalName;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings spooled log into the store, in order, by a thread of its own: the receiver must always
 * answer the server, however slow the store is. A store that does not answer is asked again until
 * it does; what it refuses for good ends the archiving. However long it is away, only a few
 * segments wait in memory: the others are in the spool, or still on the leader.
 */
final class LogKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);
  private static final long RETRY_MILLIS = 500;
  private static final int COPIED_AT_ONCE = 2;
  private static final int FLUSHES_AT_ONCE = 2;

  private final StoredLog objects;
  private final Spool spool;
  private volatile @Nullable ArchiveState state;
  private final AtomicReference<@Nullable ApplicationFailure> failure = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "archive-store");
            made.setDaemon(true);
            return made;
          });
  private final Semaphore room = new Semaphore(COPIED_AT_ONCE);
  private final AtomicInteger flushes = new AtomicInteger();
  private volatile @Nullable String trouble;
  private volatile @Nullable String hole;
  // The next three belong to the thread.
  private @Nullable WalName flushed;
  private int flushedBytes;
  private @Nullable Sample waiting;

  LogKeeper(StoredLog objects, Spool spool, @Nullable ArchiveState before) {
    this.objects = objects;
    this.spool = spool;
    this.state = before;
  }

  /**
   * A moment of the leader.
   *
   * @param flushed what it had acknowledged by then is before this position
   */
  record Sample(String leader, long atMillis, long flushed) {}

  /** What is lost for ever, for the state; null when nothing is. */
  void tellHole(@Nullable String what) {
    hole = what;
  }

  /** A whole segment of the spool. */
  void segment(WalName name) {
    later(
        () -> {
          objects.putSegment(name, spool.read(name));
          spool.remove(name);
          reached(name.timeline(), name.end());
          return true;
        });
  }

  /**
   * A whole segment that was read as a file.
   *
   * @return false when there was no room for it within a second: to be offered again
   */
  boolean copied(WalName name, byte[] content) throws InterruptedException {
    if (!room.tryAcquire(1, TimeUnit.SECONDS)) {
      return false;
    }
    later(
        () -> {
          objects.putSegment(name, content);
          room.release();
          reached(name.timeline(), name.end());
          return true;
        });
    return true;
  }

  /**
   * Whether a flush would come to anything now: while the one before waits for the store, the next
   * has the same to say, and more.
   *
   * @param last nothing comes after it for a while
   */
  boolean takesFlush(boolean last) {
    return flushes.get() < (last ? FLUSHES_AT_ONCE : 1);
  }

  /**
   * What the unfinished segment has, and what the leader was just now.
   *
   * @param name null when the next byte begins a segment
   * @param upTo position after the content
   */
  void flush(Sample sample, int timeline, @Nullable WalName name, byte[] content, long upTo) {
    int unused = flushes.incrementAndGet();
    later(
        () -> {
          boolean news = !name(flushed).equals(name(name)) || flushedBytes != content.length;
          if (name != null && content.length > 0 && news) {
            objects.putPartial(name, content);
            flushed = name;
            flushedBytes = content.length;
          }
          waiting = sample;
          reached(timeline, upTo);
          int left = flushes.decrementAndGet();
          return left >= 0;
        });
  }

  private static String name(@Nullable WalName name) {
    return String.valueOf(name);
  }

  /** Everything before this is in the store. */
  private void reached(int timeline, long upTo) {
    ArchiveState before = state;
    Sample sample = waiting;
    boolean current = sample != null && sample.flushed() <= upTo;
    if (before == null && !current) {
      return; // no time to name yet
    }
    ArchiveState now =
        new ArchiveState(
            sample != null ? sample.leader() : before == null ? "" : before.leader(),
            timeline,
            upTo,
            current && sample != null ? sample.atMillis() : before == null ? 0 : before.atMillis(),
            System.currentTimeMillis(),
            hole);
    objects.putState(now);
    state = now;
  }

  /** How far the store is; null before anything is known. */
  @Nullable ArchiveState state() {
    ArchiveState known = state;
    String now = trouble;
    return known == null || now == null
        ? known
        : new ArchiveState(
            known.leader(),
            known.timeline(),
            known.position(),
            known.atMillis(),
            known.storedAtMillis(),
            now);
  }

  /** Throws what the store has refused for good. */
  void check() {
    ApplicationFailure refused = failure.get();
    if (refused != null) {
      throw refused;
    }
  }

  /** Waits until everything that was given is stored; false when that takes longer. */
  boolean drain(long millis) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    thread.execute(done::countDown);
    return done.await(millis, TimeUnit.MILLISECONDS);
  }

  private interface Task {
    boolean run() throws IOException;
  }

  private void later(Task task) {
    thread.execute(() -> untilDone(task));
  }

  private void untilDone(Task task) {
    while (failure.get() == null) {
      try {
        boolean unused = task.run();
        trouble = null;
        return;
      } catch (ApplicationFailure e) {
        if (e.isNonRetryable()) {
          failure.compareAndSet(null, e);
          return;
        }
        trouble = e.getOriginalMessage();
      } catch (IOException e) {
        trouble = "the spool can't be read: " + e.getMessage();
      } catch (RuntimeException e) {
        log.warn("storing log failed", e);
        failure.compareAndSet(
            null, Failures.of(FailureTypes.NOT_READY, "storing log failed: " + e, e));
        return;
      }
      try {
        if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** What is not stored by now stays in the spool. */
  @Override
  public void close() {
    closing.countDown();
    thread.shutdown();
    try {
      // Until then the spool is in use.
      if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
