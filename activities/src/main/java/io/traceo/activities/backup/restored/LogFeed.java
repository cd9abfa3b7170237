package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.LogSource.Found;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives a restored server the archived log. Its {@code restore_command} notes what the server asks
 * for and waits for a definite answer: the file, or a mark that there is none. A thread here
 * answers, and reads ahead. Nothing past a fork is ever given from the older timeline.
 */
final class LogFeed implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}|[0-9A-F]{8}\\.history");
  private static final int AHEAD = 3;
  private static final int KEPT = 2;
  private static final long POLL_MILLIS = 5;
  private static final String NONE = ".none";
  private static final String CLOSED = "closed";

  private final RestoredFolder folder;
  private final Path feed;
  private final Path requests;
  private final LogSource source;
  private final Timelines line;
  private final Map<String, Future<Found>> answers = new ConcurrentHashMap<>();
  // How often the server has asked in vain, or for the unfinished end, by name.
  private final Map<String, Integer> ends = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final ExecutorService readers =
      Executors.newFixedThreadPool(2, task -> daemon(task, "restore-read"));
  private final Thread thread = daemon(this::serve, "restore-feed");
  private volatile boolean closing;
  private final AtomicLong given = new AtomicLong();
  private long highest = -1;
  private long read;

  LogFeed(RestoredFolder folder, LogSource source, Timelines line) throws IOException {
    this.folder = folder;
    this.feed = folder.file("feed");
    this.requests = folder.file("requests");
    this.source = source;
    this.line = line;
    reset();
    folder.write("restore.sh", script().getBytes(StandardCharsets.UTF_8));
    thread.start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread made = new Thread(task, name);
    made.setDaemon(true);
    return made;
  }

  /** What {@code restore_command} runs. */
  Path command() {
    return folder.file("restore.sh");
  }

  /**
   * Nothing that an earlier feed has given is in the way. A server that it has left behind still
   * waits for an answer to its last question: that one is asked anew.
   */
  private void reset() throws IOException {
    Files.createDirectories(feed);
    Files.setPosixFilePermissions(feed, PosixFilePermissions.fromString("rwx------"));
    folder.user().own(feed);
    try (Stream<Path> old = Files.list(feed)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    if (!Files.exists(requests)) {
      folder.write("requests", new byte[0]);
    }
    byte[] asked = Files.readAllBytes(requests);
    int last = asked.length - 1;
    while (last > 0 && asked[last - 1] != '\n') {
      last--;
    }
    read = Math.max(0, last);
  }

  private String script() {
    return String.join(
        "\n",
        "# Run by the restored server for one file of the log: waits for a definite answer.",
        "echo \"$1\" >> '" + requests + "'",
        "while :; do",
        "  if [ -f '" + feed + "'/\"$1\" ]; then exec cp '" + feed + "'/\"$1\" \"$2\"; fi",
        "  if [ -e '" + feed + "'/\"$1\"" + NONE + " ]; then exit 1; fi",
        "  if [ ! -d '" + feed + "' ] || [ -e '" + feed + "'/" + CLOSED + " ]; then exit 1; fi",
        "  sleep 0.02",
        "done",
        "");
  }

  private void serve() {
    StringBuilder word = new StringBuilder();
    try (RandomAccessFile file = new RandomAccessFile(requests.toFile(), "r")) {
      while (!closing) {
        long length = file.length();
        if (length == read) {
          Thread.sleep(POLL_MILLIS);
          continue;
        }
        byte[] news = new byte[(int) Math.min(length - read, 1 << 16)];
        file.seek(read);
        file.readFully(news);
        read += news.length;
        for (byte letter : news) {
          if (letter == '\n') {
            answer(word.toString());
            word.setLength(0);
          } else {
            word.append((char) letter);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void answer(String name) throws IOException, InterruptedException {
    if (!NAME.matcher(name).matches()) {
      return; // the server asks for nothing else of ours
    }
    Future<Found> reading = read(name);
    if (WalName.matches(name)) {
      WalName segment = WalName.parse(name);
      for (int n = 1; n <= AHEAD; n++) {
        Future<Found> unused = read(line.segment(segment.number() + n).toString());
      }
    }
    Found found;
    try {
      found = reading.get();
    } catch (java.util.concurrent.ExecutionException e) {
      failure.compareAndSet(null, e.getCause());
      return;
    }
    show(name, found);
    if (WalName.matches(name)) {
      long number = WalName.parse(name).number();
      if (found == Found.WHOLE) {
        // One that was given before says nothing: at the end it may be asked for again and again.
        if (number > highest) {
          highest = number;
          ends.clear();
        }
        dropBefore(number);
      } else {
        ends.merge(name, 1, Integer::sum);
      }
    }
  }

  private Future<Found> read(String name) {
    return answers.computeIfAbsent(name, n -> readers.submit(() -> fetch(n)));
  }

  private Found fetch(String name) throws IOException {
    if (WalName.matches(name) && !line.mayRead(WalName.parse(name))) {
      return Found.NONE;
    }
    Path reading = feed.resolve(name + ".reading");
    Found found = source.get(name, reading);
    if (found != Found.NONE) {
      Files.setPosixFilePermissions(reading, PosixFilePermissions.fromString("rw-------"));
      folder.user().own(reading);
      given.addAndGet(found == Found.WHOLE ? WalName.BYTES : 0);
    }
    return found;
  }

  /** From now on the command gives it, or says that there is none. */
  private void show(String name, Found found) throws IOException {
    if (found == Found.NONE) {
      Files.write(feed.resolve(name + NONE), new byte[0]);
    } else if (!Files.exists(feed.resolve(name))) {
      Files.move(
          feed.resolve(name + ".reading"), feed.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Segments that are replayed; asked for again, they are read again. */
  private void dropBefore(long number) throws IOException {
    for (String name : new HashMap<>(answers).keySet()) {
      if (WalName.matches(name) && WalName.parse(name).number() < number - KEPT) {
        answers.remove(name);
        Files.deleteIfExists(feed.resolve(name));
      }
    }
  }

  /** Throws what reading the archive has failed by. */
  void check() throws IOException {
    Throwable failed = failure.get();
    if (failed instanceof RuntimeException e) {
      throw e;
    }
    if (failed != null) {
      throw new IOException("the archive can't be read: " + failed.getMessage(), failed);
    }
  }

  /**
   * How often the server has asked for the file that it asks for most among those that the archive
   * has not, or has only begun, since the last whole segment.
   */
  int asksAtEnd() {
    return ends.values().stream().mapToInt(n -> n).max().orElse(0);
  }

  /** Files that the server lacks, the first of them; null when there is none. */
  @Nullable WalName missing() {
    return ends.keySet().stream()
        .map(WalName::parse)
        .filter(s -> s.equals(line.segment(s.number())))
        .min(WalName::compareTo)
        .orElse(null);
  }

  /** Bytes of whole segments so far. */
  long givenBytes() {
    return given.get();
  }

  /** The server gets what is there and waits for nothing any more. */
  void end() throws IOException {
    Files.write(feed.resolve(CLOSED), new byte[0]);
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    readers.shutdownNow();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      boolean unused = readers.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}
