package io.traceo.activities.backup.restored;

import io.traceo.activities.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads every page of every relation from the files, by two threads. A page that the server is just
 * writing is read again. Maps of free space and of visibility are left out of the verdict: the
 * server makes a damaged page of theirs anew and loses nothing.
 */
final class PageScan {
  private static final Pattern RELATION =
      Pattern.compile("(\\d+)(_(?:fsm|vm|init))?(?:\\.(\\d+))?");
  private static final int PAGES_A_FILE = 131072;
  private static final int THREADS = 2;
  private static final int PAGES_A_SLICE = 4096;
  private static final int BUFFER = 128 * PageChecksum.PAGE;
  private static final int RETRIES = 5;
  private static final long RETRY_MILLIS = 20;

  private final Path data;
  private final Progress progress;
  private final ConcurrentLinkedQueue<Bad> bad = new ConcurrentLinkedQueue<>();
  private final AtomicLong pages = new AtomicLong();
  private final AtomicLong mapPages = new AtomicLong();

  PageScan(Path data, Progress progress) {
    this.data = data;
    this.progress = progress;
  }

  /**
   * A page whose checksum does not hold.
   *
   * @param database folder of the database below {@code base}; {@code global} for shared relations
   * @param filenode number of the relation's files
   */
  record Bad(String file, String database, long filenode, long block) {}

  /**
   * Some pages of a file, so that a large table keeps both threads busy.
   *
   * @param first number of the file's first page in its relation
   * @param from the first of these pages in the file
   */
  private record Slice(Path file, String database, Matcher name, long first, long from) {}

  /** Pages that were read. */
  long pages() {
    return pages.get();
  }

  /** Damaged pages of maps, which the server makes anew. */
  long mapPages() {
    return mapPages.get();
  }

  List<Bad> run() throws IOException, InterruptedException {
    List<Slice> slices = slices(data.resolve("global"), "global");
    try (Stream<Path> databases = Files.list(data.resolve("base"))) {
      for (Path database : databases.sorted().toList()) {
        slices.addAll(slices(database, database.getFileName().toString()));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      slices.forEach(slice -> all.add(threads.submit(() -> scan(slice))));
      for (Future<?> one : all) {
        Object unused = one.get();
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return bad.stream()
        .sorted(Comparator.comparing(Bad::file).thenComparingLong(Bad::block))
        .toList();
  }

  private static IOException rethrown(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    return failure instanceof IOException e ? e : new IOException(failure);
  }

  private static List<Slice> slices(Path folder, String database) throws IOException {
    List<Slice> slices = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = RELATION.matcher(file.getFileName().toString());
        if (name.matches()) {
          long first = name.group(3) == null ? 0 : Long.parseLong(name.group(3)) * PAGES_A_FILE;
          long end = size(file) / PageChecksum.PAGE;
          for (long from = 0; from < end; from += PAGES_A_SLICE) {
            slices.add(new Slice(file, database, name, first, from));
          }
        }
      }
    }
    return slices;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // dropped by the log that is replayed
    }
  }

  private boolean scan(Slice slice) throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(slice.file(), StandardOpenOption.READ)) {
      long page = slice.from();
      long end = Math.min(page + PAGES_A_SLICE, channel.size() / PageChecksum.PAGE);
      long length = Math.max(0, end - page) * PageChecksum.PAGE;
      byte[] bytes = new byte[(int) Math.min(length, BUFFER)];
      while (page < end) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()
            && channel.read(buffer, page * PageChecksum.PAGE + buffer.position()) > 0) {
          // A read may give less than was asked for.
        }
        int read = (int) Math.min(buffer.position() / PageChecksum.PAGE, end - page);
        if (read == 0) {
          break; // it is shorter by now
        }
        for (int n = 0; n < read; n++) {
          check(slice, bytes, n, page + n);
        }
        page += read;
        pages.addAndGet(read);
      }
    } catch (NoSuchFileException e) {
      return false; // dropped by the log that is replayed
    }
    progress.tell(pages.get() + " pages checked");
    return true;
  }

  private void check(Slice slice, byte[] bytes, int number, long page)
      throws IOException, InterruptedException {
    long block = slice.first() + page;
    if (PageChecksum.holds(bytes, number * PageChecksum.PAGE, block)
        || holdsNow(slice.file(), block, slice.first())) {
      return;
    }
    String kind = slice.name().group(2);
    if (kind != null && !kind.equals("_init")) {
      mapPages.incrementAndGet();
    } else {
      bad.add(
          new Bad(
              data.relativize(slice.file()).toString(),
              slice.database(),
              Long.parseLong(slice.name().group(1)),
              block));
    }
  }

  private static boolean holdsNow(Path file, long block, long first)
      throws IOException, InterruptedException {
    byte[] page = new byte[PageChecksum.PAGE];
    try (RandomAccessFile again = new RandomAccessFile(file.toFile(), "r")) {
      for (int n = 0; n < RETRIES; n++) {
        Thread.sleep(RETRY_MILLIS);
        again.seek((block - first) * PageChecksum.PAGE);
        again.readFully(page);
        if (PageChecksum.holds(page, 0, block)) {
          return true;
        }
      }
    }
    return false;
  }
}
