package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A ledger's journals: one file for each start of its process, its incarnation, so that a restarted
 * ledger never uses a sequence number again.
 */
record JournalFiles(Path folder) implements Entries {
  private static final String PREFIX = "journal-";

  /** Number of the next start, from 1. */
  int nextIncarnation() throws IOException {
    return files().size() + 1;
  }

  Path path(int incarnation) {
    return folder.resolve("%s%04d.tsv".formatted(PREFIX, incarnation));
  }

  /**
   * Every entry of every start.
   *
   * @throws IOException also when a line is none of a journal, with its file and number
   */
  @Override
  public void forEach(Consumer<? super JournalEntry> visitor) throws IOException {
    for (Path file : files()) {
      read(file, visitor);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(p -> p.getFileName().toString().startsWith(PREFIX)).sorted().toList();
    }
  }

  private static void read(Path file, Consumer<? super JournalEntry> visitor) throws IOException {
    boolean whole = endsWithLineEnd(file);
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      String line = lines.readLine();
      for (long number = 1; line != null; number++) {
        String next = lines.readLine();
        // A ledger killed while it wrote leaves half a line: that write was never counted.
        if (next != null || whole) {
          visitor.accept(decode(line, file, number));
        }
        line = next;
      }
    }
  }

  private static JournalEntry decode(String line, Path file, long number) throws IOException {
    try {
      return JournalEntry.decode(line);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
    }
  }

  private static boolean endsWithLineEnd(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      if (channel.size() == 0) {
        return true;
      }
      channel.position(channel.size() - 1);
      var last = java.nio.ByteBuffer.allocate(1);
      return channel.read(last) == 1 && last.get(0) == '\n';
    }
  }
}
