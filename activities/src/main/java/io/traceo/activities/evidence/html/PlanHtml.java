package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.capacity.CapacityPlanReport;

/** A plan of capacity as one HTML page that needs nothing else, as {@link ReportHtml}. */
public final class PlanHtml {
  private PlanHtml() {}

  /** The page. A report of an older program, with parts missing, is rendered as far as it goes. */
  public static String render(CapacityPlanReport report, ShownNotes notes) {
    return Templates.render("plan.ftlh", new PlanPageMaker(report, notes).page());
  }
}
