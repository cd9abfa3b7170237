package io.traceo.activities.backup.store;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What writer and reader of pieces share. */
final class PieceThreads {
  private PieceThreads() {}

  static ExecutorService start(int count, String name) {
    return Executors.newFixedThreadPool(
        count,
        work -> {
          Thread thread = new Thread(work, name);
          // A stream that nobody closed must not keep the process alive.
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Waits a little for what is under way: a store may hang. */
  static void stop(ExecutorService threads) {
    threads.shutdownNow();
    try {
      boolean unusedEnded = threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IOException(failure);
    }
  }
}
