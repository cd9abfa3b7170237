package io.traceo.workflows.restore;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.EvidenceActivities;
import io.traceo.workflows.activity.GroupActivities;
import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.contract.Stubs;
import io.traceo.workflows.contract.TaskQueues;
import java.time.Duration;

/**
 * The activity stubs of backups and restores: what touches a backup runs in one place, by that
 * place's own worker.
 */
record BackupPlace(String place) {
  private static final Duration LOOK = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(2);

  /**
   * A dead worker is noticed by it. Several times what lies between two heartbeats: a worker that
   * copies with all its might may be late, and a try costs hours.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);

  private static final Duration COPYING = Duration.ofSeconds(15);

  static GroupActivities group(String summary) {
    return Stubs.step(GroupActivities.class, Duration.ofSeconds(40), summary);
  }

  /** The same, given up when nobody answers. */
  static GroupActivities askGroup(String summary, Duration patience) {
    // More than one try: the first may meet a worker that dies.
    Duration attempt = patience.dividedBy(3);
    return Stubs.longRunning(
        GroupActivities.class, TaskQueues.CONTROL, attempt, attempt, patience, summary);
  }

  static EvidenceActivities evidence() {
    return Stubs.step(EvidenceActivities.class, Duration.ofSeconds(40), "keep the report");
  }

  /** Looks only; given up when the place stays silent. */
  BackupActivities look(String summary) {
    return within(LOOK, HEARTBEAT, PATIENCE, summary);
  }

  /** The same, given up sooner: for what is asked again and again. */
  BackupActivities glance(String summary, Duration patience) {
    return within(patience, patience, patience, summary);
  }

  /** One try of long work. */
  BackupActivities once(String summary) {
    return Stubs.once(BackupActivities.class, queue(), LONGEST, HEARTBEAT, summary);
  }

  /**
   * One try of a copying that has no end. It hears of its cancellation by a heartbeat, and the log
   * of a new leader waits for that.
   */
  BackupActivities copying(String summary) {
    return Stubs.once(BackupActivities.class, queue(), LONGEST, COPYING, summary);
  }

  /** Long work, tried again and again. */
  BackupActivities work(String summary, Duration within) {
    return within(LONGEST, HEARTBEAT, within, summary);
  }

  private BackupActivities within(
      Duration attempt, Duration heartbeat, Duration within, String summary) {
    return Stubs.longRunning(BackupActivities.class, queue(), attempt, heartbeat, within, summary);
  }

  private String queue() {
    return TaskQueues.place(place);
  }

  /** What a person can act on: a place that said nothing at all is named. */
  String trouble(TemporalFailure failure) {
    boolean silent = false;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ApplicationFailure || at instanceof CanceledFailure) {
        return Journal.messageOf(failure);
      }
      silent |= at instanceof TimeoutFailure;
    }
    return silent
        ? place + " gave no answer in time: is its worker running, and does it reach Temporal?"
        : Journal.messageOf(failure);
  }
}
