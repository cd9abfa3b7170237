package io.traceo.workflows.topology;

import java.time.Duration;

/**
 * How much standby capacity a group pays for, and so how fast and with what loss it may recover.
 */
public enum RecoveryTier {
  /** Quorum commit, everything running: recovery below 30 s, no acknowledged write lost. */
  HOT(3, Duration.ofSeconds(30), Duration.ZERO),
  /** Asynchronous standby: recovery in minutes, less than a minute of writes may be lost. */
  WARM(2, Duration.ofMinutes(3), Duration.ofMinutes(1)),
  /** Daily backups only: recovery below an hour. */
  COLD(0.1, Duration.ofHours(1), Duration.ofHours(24));

  private final double costFactor;
  private final Duration failover;
  private final Duration recoveryPoint;

  RecoveryTier(double costFactor, Duration failover, Duration recoveryPoint) {
    this.costFactor = costFactor;
    this.failover = failover;
    this.recoveryPoint = recoveryPoint;
  }

  /** What it costs, as a multiple of the baseline infrastructure. */
  public double costFactor() {
    return costFactor;
  }

  /** Longest time from the decision to resumed that a group of this tier may promise. */
  public Duration failover() {
    return failover;
  }

  /** Most loss that a group of this tier may allow itself. */
  public Duration recoveryPoint() {
    return recoveryPoint;
  }
}
