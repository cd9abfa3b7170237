package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.drill.DrillReport;

/**
 * A report as one HTML page that needs nothing else: no script, no font, no request. Everything
 * that people typed is escaped by the template engine, and the page forbids scripts to its browser.
 */
public final class ReportHtml {
  private ReportHtml() {}

  /** The page. A report of an older program, with parts missing, is rendered as far as it goes. */
  public static String render(DrillReport report, ShownNotes notes) {
    return Templates.render("report.ftlh", new PageMaker(report, notes).page());
  }
}
