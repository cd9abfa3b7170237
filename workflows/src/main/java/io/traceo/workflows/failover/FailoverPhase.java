package io.traceo.workflows.failover;

/** Where a failover stands. The order is fixed. */
public enum FailoverPhase {
  ADMIT,
  DRAIN,
  CATCH_UP,
  STOP_LEADER,
  INSTALL,
  SEAL,
  CHOOSE,
  APPROVAL,
  ARM,
  PROMOTE,
  ROUTE,
  VERIFY,
  RESUME,
  PROTECT,
  DONE;

  /** Whether the point of no return lies behind: a run goes forward from here on. */
  public boolean afterPointOfNoReturn() {
    return compareTo(PROMOTE) > 0;
  }
}
