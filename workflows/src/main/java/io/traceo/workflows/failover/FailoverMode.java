package io.traceo.workflows.failover;

/** How a failover comes about. */
public enum FailoverMode {
  /** The leader is gone; loss is possible where fewer than enough members are sealed. */
  UNPLANNED,
  /** The leader is well and hands over; nothing may be lost. */
  SWITCHOVER,
  /** A server restored from a backup leads; what the backup lacks is lost. */
  RESTORE
}
