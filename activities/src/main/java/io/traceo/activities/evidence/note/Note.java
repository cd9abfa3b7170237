package io.traceo.activities.evidence.note;

import org.jspecify.annotations.Nullable;

/**
 * A lesson or an action that somebody added to a report.
 *
 * @param id number in the folder's notebook, from 1
 * @param reportId the report that it was added to
 * @param group of that report
 * @param text what was learned, or is to be done
 * @param by who added it
 * @param at when, an ISO instant
 * @param doneBy who closed it; null while it is open
 * @param doneAt when
 */
public record Note(
    long id,
    String reportId,
    String group,
    String text,
    String by,
    String at,
    @Nullable String doneBy,
    @Nullable String doneAt) {

  /** Whether somebody still has to do something about it. */
  public boolean open() {
    return doneAt == null;
  }
}
