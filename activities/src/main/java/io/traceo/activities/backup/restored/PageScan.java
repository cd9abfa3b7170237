package io.traceo.activities.backup.restored;

import io.traceo.activities.backup.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads every page of every relation from the files. A page that the server is just writing is read
 * again. Maps of free space and of visibility are left out of the verdict: the server makes a
 * damaged page of theirs anew and loses nothing.
 */
final class PageScan {
  private static final Pattern RELATION =
      Pattern.compile("(\\d+)(_(?:fsm|vm|init))?(?:\\.(\\d+))?");
  private static final int PAGES_A_FILE = 131072;
  private static final int BUFFER = 128 * PageChecksum.PAGE;
  private static final int RETRIES = 5;
  private static final long RETRY_MILLIS = 20;

  private final Path data;
  private final Progress progress;
  private final List<Bad> bad = new ArrayList<>();
  private long pages;
  private long mapPages;

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

  /** Pages that were read. */
  long pages() {
    return pages;
  }

  /** Damaged pages of maps, which the server makes anew. */
  long mapPages() {
    return mapPages;
  }

  List<Bad> run() throws IOException, InterruptedException {
    scan(data.resolve("global"), "global");
    try (Stream<Path> databases = Files.list(data.resolve("base"))) {
      for (Path database : databases.sorted().toList()) {
        scan(database, database.getFileName().toString());
      }
    }
    return bad;
  }

  private void scan(Path folder, String database) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = RELATION.matcher(file.getFileName().toString());
        if (name.matches()) {
          scan(file, database, name);
        }
      }
    }
  }

  private void scan(Path file, String database, Matcher name)
      throws IOException, InterruptedException {
    long first = name.group(3) == null ? 0 : Long.parseLong(name.group(3)) * PAGES_A_FILE;
    long block = first;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      int read;
      while ((read = in.readNBytes(buffer, 0, BUFFER)) >= PageChecksum.PAGE) {
        // What is behind the last whole page is a file that just grows.
        for (int at = 0; at + PageChecksum.PAGE <= read; at += PageChecksum.PAGE) {
          if (!PageChecksum.holds(buffer, at, block) && !holdsNow(file, block, first)) {
            note(file, database, name, block);
          }
          block++;
          pages++;
        }
      }
    } catch (java.nio.file.NoSuchFileException e) {
      return; // dropped by the log that is replayed
    }
    progress.tell(pages + " pages checked");
  }

  private void note(Path file, String database, Matcher name, long block) {
    if (name.group(2) != null && !name.group(2).equals("_init")) {
      mapPages++;
    } else {
      bad.add(
          new Bad(
              data.relativize(file).toString(), database, Long.parseLong(name.group(1)), block));
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
