package io.traceo.activities.evidence;

import io.traceo.activities.evidence.note.Note;
import io.traceo.activities.evidence.note.NoteBook;
import io.traceo.activities.evidence.note.ShownNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of reports, readable by their owner alone: {@code <id>.json} is the record and is never
 * edited; {@code <id>.txt} and {@code <id>.html} are made from it and from the notes that people
 * keep beside it.
 */
public final class ReportStore {
  /** The id that stands for the newest report. */
  public static final String LATEST = "latest";

  private static final Logger LOG = LoggerFactory.getLogger(ReportStore.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,120}");

  private final Path folder;
  private final NoteBook noteBook;

  /** Of this folder, which need not be there yet. */
  public ReportStore(Path folder) {
    this.folder = folder;
    this.noteBook = new NoteBook(folder);
  }

  /**
   * Writes all forms, each whole or not at all; none takes its place before all are written. The
   * same id replaces, so that a retry is safe.
   *
   * @return the JSON file
   * @throws InvalidReportIdException when the id could lead elsewhere
   * @throws IOException names the file that can't be written and why, as on a full disk
   */
  public Path save(KeptReport report) throws IOException {
    String id = valid(report.reportId());
    Files.createDirectories(folder);
    String whole = ReportFile.json(report);
    ShownNotes notes = notesIfReadable(report);
    String drawn = drawn(report, notes);
    try (OwnerFile text = OwnerFile.beside(folder, id + ".txt", report.text(notes));
        OwnerFile page = drawn == null ? null : OwnerFile.beside(folder, id + ".html", drawn);
        OwnerFile data = OwnerFile.beside(folder, id + ".json", whole)) {
      text.settle();
      if (page != null) {
        page.settle();
      }
      data.settle();
    }
    return folder.resolve(id + ".json");
  }

  /** A notebook that can't be read must not cost the record; the next note shows all of them. */
  private ShownNotes notesIfReadable(KeptReport report) {
    try {
      return notes(report);
    } catch (IOException e) {
      LOG.warn("report {} is kept without notes: {}", report.reportId(), e.getMessage());
      return ShownNotes.NONE;
    }
  }

  /** Nor must a page that can't be made; it is made when it is opened. */
  private static @Nullable String drawn(KeptReport report, ShownNotes notes) {
    try {
      return report.html(notes);
    } catch (RuntimeException e) {
      LOG.error("report {} is kept without a page", report.reportId(), e);
      return null;
    }
  }

  /** The notes that a report shows: its own, and those carried over to it. */
  public ShownNotes notes(KeptReport report) throws IOException {
    return ShownNotes.of(report, noteBook.all());
  }

  /**
   * Adds a note to a report, and shows it there.
   *
   * @throws io.traceo.activities.evidence.note.InvalidNoteException when it says nothing, or more
   *     than fits
   */
  public Note note(KeptReport report, String text, String by, Instant at) throws IOException {
    Note note = noteBook.add(report, text, by, at);
    showNotes(report);
    return note;
  }

  /**
   * Closes a note, and says so in every report that shows it. One that is closed already stays as
   * it is.
   *
   * @throws io.traceo.activities.evidence.note.InvalidNoteException when there is none
   */
  public Note done(long noteId, String by, Instant at) throws IOException {
    Note note = noteBook.done(noteId, by, at);
    for (KeptReport report : list(new ArrayList<>())) {
      if (notes(report).has(noteId)) {
        showNotes(report);
      }
    }
    return note;
  }

  /** The page of a report, made when an older program kept none. */
  public Path page(KeptReport report) throws IOException {
    Path page = folder.resolve(valid(report.reportId()) + ".html");
    if (!Files.exists(page)) {
      showNotes(report);
    }
    return page;
  }

  private void showNotes(KeptReport report) throws IOException {
    String id = valid(report.reportId());
    ShownNotes notes = notes(report);
    try (OwnerFile text = OwnerFile.beside(folder, id + ".txt", report.text(notes));
        OwnerFile page = OwnerFile.beside(folder, id + ".html", report.html(notes))) {
      text.settle();
      page.settle();
    }
  }

  /** All reports that can be read, the newest first; {@code unreadable} says what of the others. */
  public List<KeptReport> list(List<String> unreadable) throws IOException {
    List<KeptReport> reports = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return reports;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      try {
        reports.add(ReportFile.read(file));
      } catch (IOException e) {
        unreadable.add(e.getMessage());
      }
    }
    reports.sort(
        Comparator.comparing(KeptReport::startedAt).thenComparing(KeptReport::reportId).reversed());
    return reports;
  }

  /**
   * One report.
   *
   * @param id its id, or {@link #LATEST}: the newest that can be read
   * @param unreadable says what of those that can't
   * @throws NoSuchFileException when there is none
   */
  public KeptReport load(String id, List<String> unreadable) throws IOException {
    if (id.equals(LATEST)) {
      return list(unreadable).stream()
          .findFirst()
          .orElseThrow(() -> new NoSuchFileException("no report in " + folder));
    }
    Path file = folder.resolve(valid(id) + ".json");
    if (!Files.exists(file)) {
      throw new NoSuchFileException("no report " + id + " in " + folder);
    }
    return ReportFile.read(file);
  }

  private static String valid(String id) {
    if (id == null || !ID.matcher(id).matches()) {
      throw new InvalidReportIdException(String.valueOf(id));
    }
    return id;
  }
}
