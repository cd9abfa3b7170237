package io.traceo.starters.schedules;

import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;

/**
 * A schedule as the server has it.
 *
 * @param id of the schedule
 * @param described everything, with the version that an update must name
 */
public record KeptSchedule(String id, DescribeScheduleResponse described) {
  /** In the memo of a schedule that was made from a runbook; its value is the runbook's name. */
  static final String MARK = "traceo.schedule";

  /** Whether it was made from a runbook: others are never touched. */
  public boolean ours() {
    return described.getMemo().containsFields(MARK);
  }

  /** When, what and how. */
  public Schedule schedule() {
    return described.getSchedule();
  }

  /** Whether somebody holds it. */
  public boolean paused() {
    return schedule().getState().getPaused();
  }

  /** By whom and why, as they said. */
  public String note() {
    String note = schedule().getState().getNotes();
    return note.isBlank() ? "nobody said by whom or why" : note;
  }
}
