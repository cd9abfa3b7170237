package io.traceo.activities.backup.nativ;

import io.traceo.activities.backup.nativ.FileReads.Batch;
import io.traceo.activities.backup.nativ.FileReads.Part;
import io.traceo.activities.database.postgres.DatabaseFiles.Entry;
import io.traceo.activities.database.postgres.Member;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A leader's files as a tar stream. Two sessions of their own read ahead while what they have read
 * is packed; about 64 MiB are in memory. A file that has shrunk meanwhile is filled up with zeros,
 * one that has grown is cut: the log mends both.
 */
final class FileStream implements AutoCloseable {
  private static final int SESSIONS = 2;
  private static final int AHEAD = 3;
  private static final int ANSWER_SECONDS = 60;
  private static final byte[] ZEROS = new byte[1 << 16];

  private final TarArchiveOutputStream tar;
  private final BlockingQueue<Connection> sessions = new ArrayBlockingQueue<>(SESSIONS);
  private final List<Connection> opened = new ArrayList<>();
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          SESSIONS,
          task -> {
            Thread thread = new Thread(task, "backup-read");
            thread.setDaemon(true);
            return thread;
          });
  private long bytes;
  private @Nullable Entry open;
  private long left;

  FileStream(Member leader, TarArchiveOutputStream tar) throws SQLException {
    this.tar = tar;
    for (int n = 0; n < SESSIONS; n++) {
      Connection session = leader.session(ANSWER_SECONDS);
      opened.add(session);
      sessions.add(session);
    }
  }

  /** Bytes of files so far. */
  long bytes() {
    return bytes;
  }

  /** Writes all of them but {@code pg_control}. */
  void write(List<Entry> entries) throws IOException, SQLException {
    for (Entry entry : entries) {
      if (entry.folder()) {
        tar.putArchiveEntry(new TarArchiveEntry(entry.path() + "/"));
        tar.closeArchiveEntry();
      }
    }
    Deque<Batch> asked = new ArrayDeque<>();
    Deque<Future<List<byte @Nullable []>>> ahead = new ArrayDeque<>();
    Deque<Batch> left = new ArrayDeque<>(FileReads.plan(entries));
    while (!left.isEmpty() || !asked.isEmpty()) {
      while (ahead.size() < AHEAD && !left.isEmpty()) {
        Batch batch = left.remove();
        asked.add(batch);
        ahead.add(readers.submit(() -> read(batch)));
      }
      List<byte @Nullable []> found = await(ahead.remove());
      List<Part> parts = asked.remove().parts();
      for (int i = 0; i < parts.size(); i++) {
        write(parts.get(i), found.get(i));
      }
    }
  }

  /** Writes one small file whole. */
  void write(String path, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    bytes += content.length;
  }

  void write(String path, String content) throws IOException {
    write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private List<byte @Nullable []> read(Batch batch) throws SQLException, InterruptedException {
    Connection session = sessions.take();
    try {
      return FileReads.read(session, batch);
    } finally {
      sessions.add(session);
    }
  }

  private void write(Part part, byte @Nullable [] found) throws IOException {
    if (part.first()) {
      open = null;
      if (found == null) {
        return; // dropped since it was listed: the log knows
      }
      TarArchiveEntry entry = new TarArchiveEntry(part.file().path());
      entry.setSize(part.file().size());
      tar.putArchiveEntry(entry);
      open = part.file();
      left = part.file().size();
    } else if (!part.file().equals(open)) {
      return;
    }
    int length = found == null ? 0 : found.length;
    if (found != null) {
      tar.write(found);
    }
    for (long missing = part.length() - length; missing > 0; missing -= ZEROS.length) {
      tar.write(ZEROS, 0, (int) Math.min(missing, ZEROS.length));
    }
    bytes += part.length();
    left -= part.length();
    if (left == 0) {
      tar.closeArchiveEntry();
      open = null;
    }
  }

  private static List<byte @Nullable []> await(Future<List<byte @Nullable []>> batch)
      throws IOException, SQLException {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the leader's files were read");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failed) {
        throw failed;
      }
      throw new IllegalStateException("reading the leader's files failed", e.getCause());
    }
  }

  /** Ends its sessions, also one that still reads. */
  @Override
  public void close() {
    readers.shutdownNow();
    for (Connection session : opened) {
      try {
        session.abort(Runnable::run);
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }
}
