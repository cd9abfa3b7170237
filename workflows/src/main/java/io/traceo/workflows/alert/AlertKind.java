package io.traceo.workflows.alert;

import java.time.Duration;

/** Why somebody is paged. The name is a label of the alert that leaves the house. */
public enum AlertKind {
  /** The observers call a leader dead. */
  DETECTION(Severity.CRITICAL, Duration.ofDays(1)),
  /** A run waits for a person's yes. */
  WAITING_FOR_APPROVAL(Severity.CRITICAL, Duration.ofDays(1)),
  /** A step took longer than it may. */
  BUDGET_EXPIRED(Severity.CRITICAL, Duration.ofHours(1)),
  /** A copy is further behind than it may be. */
  REPLICATION_LAG(Severity.WARNING, Duration.ofDays(1)),
  /** A drill did not pass. */
  DRILL_FAILED(Severity.WARNING, Duration.ofDays(1)),
  /** A restore test is RED. */
  RESTORE_TEST_RED(Severity.WARNING, Duration.ofDays(1)),
  /** Somebody else changed a leader, a timeline or a name: the group has frozen itself. */
  CHANGED_OUTSIDE(Severity.CRITICAL, Duration.ofDays(1)),
  /** Anything else that somebody must look at now. */
  ATTENTION(Severity.CRITICAL, Duration.ofHours(1));

  /** Who is to hear of it: critical pages somebody, warning is read by day. */
  public enum Severity {
    CRITICAL,
    WARNING
  }

  private final Severity severity;
  private final Duration stands;

  AlertKind(Severity severity, Duration stands) {
    this.severity = severity;
    this.stands = stands;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** How long it stands at whoever was told when nobody ever says that it is over. */
  public Duration stands() {
    return stands;
  }

  /** Whether it is over when the run that said it has ended. */
  boolean endsWithItsRun() {
    return this == WAITING_FOR_APPROVAL || this == BUDGET_EXPIRED;
  }
}
