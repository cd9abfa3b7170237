package io.traceo.activities.backup.restored;

import io.traceo.activities.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Brings files and folders to the disk, several at a time: one after the other, thousands of small
 * ones would each wait for the disk alone.
 */
final class Durable {
  private static final int THREADS = 8;

  private Durable() {}

  static void force(List<Path> paths, Progress progress) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (Path path : paths) {
        all.add(threads.submit(() -> force(path)));
      }
      for (int n = 0; n < all.size(); n++) {
        all.get(n).get();
        progress.tell(n + " of " + all.size() + " files are on the disk");
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were made durable");
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    }
  }
}
