package io.traceo.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.lab.Eventually;
import io.traceo.lab.ledger.JournalEntry.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  @Test
  void whatWasHandedOverIsReadBackFromTheFileInOrder() throws Exception {
    JournalFiles files = new JournalFiles(folder);
    List<JournalEntry> durable = Collections.synchronizedList(new ArrayList<>());
    List<JournalEntry> given = new ArrayList<>();
    try (Journal journal = Journal.create(files.path(1), durable::add)) {
      for (int seq = 1; seq <= 2000; seq++) {
        JournalEntry entry = entry(seq, "ok");
        given.add(entry);
        journal.append(entry);
      }
    }
    assertThat(durable).isEqualTo(given);
    assertThat(all(files)).isEqualTo(given);
    assertThat(files.nextIncarnation()).isEqualTo(2);
  }

  @Test
  void halfALineAtTheEndIsNotCounted() throws Exception {
    JournalFiles files = new JournalFiles(folder);
    String whole = entry(1, "ok").encode();
    // Cut within the last field, where the line still has ten of them.
    String half = entry(2, "warning 01000").encode();
    Files.writeString(files.path(1), whole + half.substring(0, half.length() - 3));
    Files.writeString(files.path(2), entry(3, "ok").encode());

    assertThat(all(files)).extracting(JournalEntry::seq).containsExactly(1L, 3L);
  }

  @Test
  void aLineThatIsNoneIsNamed() throws Exception {
    JournalFiles files = new JournalFiles(folder);
    Files.writeString(files.path(1), entry(1, "ok").encode() + "half\ta line\n");

    assertThatThrownBy(() -> all(files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(files.path(1) + ", line 2");
  }

  @Test
  void aJournalIsNeverOverwritten() throws Exception {
    Path path = new JournalFiles(folder).path(1);
    Files.writeString(path, entry(1, "ok").encode(), StandardOpenOption.CREATE_NEW);

    assertThatThrownBy(() -> Journal.create(path, e -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void tabsAndLineEndsInTextsDoNotBreakTheFormat() {
    JournalEntry entry = entry(1, "two\tfields\nand lines");
    String line = entry.encode();

    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    assertThat(JournalEntry.decode(line.strip()).detail()).isEqualTo("two fields and lines");
  }

  @Test
  void aFullDiskEndsTheCountAndIsSaid() throws Exception {
    List<JournalEntry> durable = Collections.synchronizedList(new ArrayList<>());
    Path full = Path.of("/dev/full");
    try (Journal journal =
        new Journal(full, FileChannel.open(full, StandardOpenOption.WRITE), durable::add)) {
      journal.append(entry(1, "ok"));
      Eventually.within(5, () -> journal.problem() != null);
      assertThat(journal.problem())
          .startsWith("cannot write the journal /dev/full: No space left on device;")
          .contains("Free some room there");
      assertThat(durable).isEmpty();
    }
  }

  /** A process of its own has a limit on its files, which cuts a batch in the middle. */
  @Test
  void whatWasNotFlushedIsTakenOutOfTheFileAgain() throws Exception {
    Process writer =
        new ProcessBuilder(
                "prlimit",
                "--fsize=20000:20000",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                JournalOnFullDisk.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    List<String> said = writer.inputReader().lines().toList();
    assertThat(writer.waitFor()).as(said.toString()).isZero();
    JournalFiles files = new JournalFiles(folder);

    assertThat(said.get(1))
        .startsWith("cannot write the journal " + files.path(1) + ": File too large;");
    assertThat(all(files)).hasSize(Integer.parseInt(said.get(0))).isNotEmpty();
  }

  @Test
  void whateverEndsTheJournalIsSaid() throws Exception {
    try (Journal journal =
        Journal.create(
            new JournalFiles(folder).path(1),
            entry -> {
              throw new IllegalStateException("the count is broken");
            })) {
      journal.append(entry(1, "ok"));
      Eventually.within(5, () -> journal.problem() != null);
      assertThat(journal.problem()).contains("the count is broken");
    }
  }

  private static List<JournalEntry> all(JournalFiles files) throws IOException {
    List<JournalEntry> all = new ArrayList<>();
    files.forEach(all::add);
    return all;
  }

  private static JournalEntry entry(long seq, String detail) {
    return new JournalEntry(
        "1/strictTtl-1", seq, Outcome.ACKNOWLEDGED, 5, 6, 7, "us-east-1", 2, 3, detail);
  }
}
