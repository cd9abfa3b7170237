package io.traceo.workflows.drill;

/** What a drill does to a group. */
public enum DrillMode {
  /** The leader's region fails; the group notices and fails over by itself. */
  UNPLANNED,
  /** The leader hands over, nothing fails. */
  SWITCHOVER,
  /** Every database of the group is destroyed; the cold region brings it back from its backup. */
  COLD
}
