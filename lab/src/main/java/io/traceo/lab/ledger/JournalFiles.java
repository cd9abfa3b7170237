package io.traceo.lab.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A ledger's journals: one file for each start of its process, its incarnation, so that a restarted
 * ledger never uses a sequence number again.
 */
record JournalFiles(Path folder) {
  private static final String PREFIX = "journal-";

  /** Number of the next start, from 1. */
  int nextIncarnation() throws IOException {
    return files().size() + 1;
  }

  Path path(int incarnation) {
    return folder.resolve("%s%04d.tsv".formatted(PREFIX, incarnation));
  }

  /** Every entry of every start. */
  List<JournalEntry> readAll() throws IOException {
    List<JournalEntry> all = new ArrayList<>();
    for (Path file : files()) {
      read(file, all);
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(p -> p.getFileName().toString().startsWith(PREFIX)).sorted().toList();
    }
  }

  private static void read(Path file, List<JournalEntry> into) throws IOException {
    boolean whole = endsWithLineEnd(file);
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        // A ledger killed while it wrote leaves half a line: that write was never counted.
        if (next != null || whole) {
          into.add(JournalEntry.decode(line));
        }
        line = next;
      }
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
