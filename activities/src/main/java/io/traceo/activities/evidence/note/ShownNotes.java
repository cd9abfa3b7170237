package io.traceo.activities.evidence.note;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The notes that a report shows.
 *
 * @param own added to this report
 * @param carried from earlier reports of the same group, open when this run started; what became of
 *     them since is shown too
 */
public record ShownNotes(List<Note> own, List<Note> carried) {
  /** For a report that is shown without its folder. */
  public static final ShownNotes NONE = new ShownNotes(List.of(), List.of());

  public ShownNotes {
    own = List.copyOf(own);
    carried = List.copyOf(carried);
  }

  /** Which of all notes belong to the report. */
  public static ShownNotes of(Noted report, List<Note> all) {
    Instant start = instant(report.startedAt());
    return new ShownNotes(
        all.stream().filter(n -> n.reportId().equals(report.reportId())).toList(),
        all.stream().filter(n -> start != null && carried(n, report, start)).toList());
  }

  private static boolean carried(Note note, Noted report, Instant start) {
    Instant at = instant(note.at());
    Instant done = instant(note.doneAt());
    return Objects.equals(note.group(), report.group())
        && !note.reportId().equals(report.reportId())
        && at != null
        && at.isBefore(start)
        && (done == null || !done.isBefore(start));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Whether it shows this note. */
  public boolean has(long id) {
    return own.stream().anyMatch(n -> n.id() == id) || carried.stream().anyMatch(n -> n.id() == id);
  }
}
