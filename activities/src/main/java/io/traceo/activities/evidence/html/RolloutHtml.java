package io.traceo.activities.evidence.html;

import io.traceo.activities.evidence.note.ShownNotes;
import io.traceo.workflows.capacity.CapacityRolloutReport;

/**
 * A report of a rollout of capacity as one HTML page that needs nothing else, as {@link
 * ReportHtml}.
 */
public final class RolloutHtml {
  private RolloutHtml() {}

  /** The page. A report of an older program, with parts missing, is rendered as far as it goes. */
  public static String render(CapacityRolloutReport report, ShownNotes notes) {
    return Templates.render("rollout.ftlh", new RolloutPageMaker(report, notes).page());
  }
}
