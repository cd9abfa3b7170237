package io.traceo.workflows.drill;

/** Where a drill stands. */
public enum DrillPhase {
  ADMIT,
  BASELINE,
  FAULT,
  FAILOVER,
  CONVERGE,
  LIFT,
  PROTECT,
  RESTORE,
  MEASURE,
  REPORT,
  DONE
}
