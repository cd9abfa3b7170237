package io.traceo.workflows.group;

/** What the observers of a group say together. */
public enum Verdict {
  /** Not enough fresh observations. */
  UNKNOWN,
  /** A quorum sees a healthy leader. */
  HEALTHY,
  /** A quorum cannot connect and no standby sees new heartbeats: fail over. */
  LEADER_DEAD,
  /** A quorum connects but nothing can be written: fail over. */
  STORAGE_DEAD,
  /** The leader lives but commits hang for want of followers: never promotes. */
  QUORUM_LOST,
  /** Some observers cannot reach a leader that others or its standbys see alive: page. */
  PARTLY_UNREACHABLE;

  /** Whether this verdict is a reason to promote somebody else. */
  public boolean callsForFailover() {
    return this == LEADER_DEAD || this == STORAGE_DEAD;
  }
}
