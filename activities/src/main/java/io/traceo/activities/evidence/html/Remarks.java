package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.html.Page.Lessons;
import io.traceo.activities.evidence.html.Page.Remark;
import io.traceo.activities.evidence.note.Note;
import io.traceo.activities.evidence.note.ShownNotes;
import java.util.List;

/** What people learned, as the page says it. */
final class Remarks {
  private Remarks() {}

  static Lessons of(List<String> written, ShownNotes notes) {
    return new Lessons(
        written,
        notes.own().stream().map(Remarks::remark).toList(),
        notes.carried().stream().map(Remarks::remark).toList());
  }

  private static Remark remark(Note note) {
    String done = note.doneAt();
    return new Remark(
        note.id(),
        note.text(),
        note.by() + ", " + Words.day(note.at()),
        done == null ? "open" : "done by " + note.doneBy() + ", " + Words.day(done),
        note.open());
  }
}
