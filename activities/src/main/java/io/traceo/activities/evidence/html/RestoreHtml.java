package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.restore.RestoreReport;

/**
 * A report of a restore or a restore test as one HTML page that needs nothing else, as {@link
 * ReportHtml}.
 */
public final class RestoreHtml {
  private RestoreHtml() {}

  /** The page. A report of an older program, with parts missing, is rendered as far as it goes. */
  public static String render(RestoreReport report, ShownNotes notes) {
    return Templates.render("restore.ftlh", new RestorePageMaker(report, notes).page());
  }
}
