package io.traceo.activities.backup.nativ;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a leader every second what it is, by a thread of its own, since an answer may take seconds
 * and the receiver has to answer the server meanwhile.
 */
final class LeaderPulse implements AutoCloseable {
  private static final long EVERY_MILLIS = 1_000;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "archive-pulse");
            made.setDaemon(true);
            return made;
          });
  private volatile LeaderFacts facts;
  private volatile long seenNanos = System.nanoTime();
  private volatile @Nullable String trouble;

  LeaderPulse(LeaderLog leader, LeaderFacts first) {
    this.facts = first;
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            () -> ask(leader), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask(LeaderLog leader) {
    try {
      facts = leader.facts();
      seenNanos = System.nanoTime();
      trouble = null;
    } catch (RuntimeException e) {
      trouble = String.valueOf(e.getMessage());
    }
  }

  /** The newest answer. */
  LeaderFacts facts() {
    return facts;
  }

  /** How long there has been no answer. */
  long silentMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - seenNanos);
  }

  /** What the last question failed by. */
  @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
