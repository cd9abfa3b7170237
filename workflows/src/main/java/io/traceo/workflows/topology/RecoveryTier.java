package io.traceo.workflows.topology;

/**
 * How much standby capacity a group pays for, and so how fast and with what loss it may recover.
 */
public enum RecoveryTier {
  /** Quorum commit, everything running: recovery below 30 s, no acknowledged write lost. */
  HOT,
  /** Asynchronous standby: recovery in minutes, less than a minute of writes may be lost. */
  WARM,
  /** Daily backups only: recovery below an hour. */
  COLD
}
