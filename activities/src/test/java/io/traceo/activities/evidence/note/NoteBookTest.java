package io.traceo.activities.evidence.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.traceo.activities.evidence.KeptReport;
import io.traceo.activities.evidence.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteBookTest {
  private static final Instant FIRST = Instant.parse("2026-11-23T11:00:00Z");
  private static final Instant LATER = Instant.parse("2026-12-02T11:00:00Z");

  @TempDir Path home;
  private NoteBook book;
  private final Noted november =
      KeptReport.of(Reports.report("november", "2026-11-23T10:15:00Z", "PASSED"));
  private final Noted december =
      KeptReport.of(Reports.report("december", "2026-12-01T10:15:00.5Z", "PASSED"));

  @BeforeEach
  void open() {
    book = new NoteBook(home.resolve("reports"));
  }

  @Test
  void linesAreOnlyEverAddedAndForTheOwnerAlone() throws IOException {
    Path file = home.resolve("reports/notes.jsonl");
    book.add(november, "call\nearlier", "ops", FIRST);
    String before = Files.readString(file);
    book.add(november, "second", "ops", FIRST);
    Note closed = book.done(1, "lead", LATER);

    assertThat(Files.readString(file)).startsWith(before).hasLineCount(3);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(book.all()).hasSize(2).first().isEqualTo(closed);
    assertThat(closed.text()).isEqualTo("call earlier");
    assertThat(closed.doneBy()).isEqualTo("lead");
    assertThat(book.all().get(1).open()).isTrue();
  }

  @Test
  void openOnesAreCarriedOverUntilTheyWereDoneBeforeADrill() throws IOException {
    book.add(november, "call earlier", "ops", FIRST);
    assertThat(shown(november).own()).hasSize(1);
    assertThat(shown(november).carried()).isEmpty();
    assertThat(shown(december).carried()).extracting(Note::id).containsExactly(1L);

    book.done(1, "ops", LATER);
    assertThat(shown(december).carried()).as("was open then, and is shown as done").hasSize(1);
    assertThat(shown(december).carried().get(0).open()).isFalse();
    Noted january = KeptReport.of(Reports.report("january", "2027-01-01T10:15:00Z", "PASSED"));
    assertThat(shown(january).carried()).isEmpty();
  }

  @Test
  void aNoteOfAnotherGroupOrMadeAfterADrillBeganIsNotCarriedToIt() throws IOException {
    book.add(november, "too late for december", "ops", LATER);
    assertThat(shown(december).carried()).isEmpty();
    Note other = new Note(9, "x", "eu", "text", "ops", FIRST.toString(), null, null);
    assertThat(ShownNotes.of(december, java.util.List.of(other)).carried()).isEmpty();
  }

  @Test
  void closingTwiceChangesNothingAndWhatIsNotThereIsNamed() throws IOException {
    book.add(november, "once", "ops", FIRST);
    Note done = book.done(1, "ops", LATER);
    assertThat(book.done(1, "somebody", LATER.plusSeconds(60))).isEqualTo(done);
    assertThatThrownBy(() -> book.done(7, "ops", LATER))
        .isInstanceOf(InvalidNoteException.class)
        .hasMessage("there is no note 7");
  }

  @Test
  void aNoteSaysSomethingAndNotTooMuch() {
    assertThatThrownBy(() -> book.add(november, " \n ", "ops", FIRST))
        .isInstanceOf(InvalidNoteException.class);
    assertThatThrownBy(() -> book.add(november, "x".repeat(1001), "ops", FIRST))
        .hasMessageContaining("1000");
  }

  @Test
  void aLineThatACrashCutShortIsDroppedAndABrokenOneIsNamed() throws IOException {
    Path file = home.resolve("reports/notes.jsonl");
    book.add(november, "whole", "ops", FIRST);
    Files.writeString(file, "{\"id\":2,\"rep", StandardOpenOption.APPEND);
    assertThat(book.all()).hasSize(1);
    assertThat(book.add(november, "next", "ops", FIRST).id()).isEqualTo(2);
    assertThat(book.all()).extracting(Note::text).containsExactly("whole", "next");

    Files.writeString(file, "no note\n", StandardOpenOption.APPEND);
    assertThatThrownBy(book::all).hasMessageContaining("notes.jsonl, line 3");
  }

  private ShownNotes shown(Noted report) throws IOException {
    return ShownNotes.of(report, book.all());
  }
}
