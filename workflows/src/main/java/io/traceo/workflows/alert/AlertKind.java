package io.traceo.workflows.alert;

/** Why somebody is paged. The name is a label of the alert that leaves the house. */
public enum AlertKind {
  /** The observers call a leader dead. */
  DETECTION,
  /** A run waits for a person's yes. */
  WAITING_FOR_APPROVAL,
  /** A step took longer than it may. */
  BUDGET_EXPIRED,
  /** A copy is further behind than it may be. */
  REPLICATION_LAG,
  /** A drill did not pass. */
  DRILL_FAILED,
  /** A restore test is RED. */
  RESTORE_TEST_RED,
  /** Anything else that somebody must look at now. */
  ATTENTION
}
