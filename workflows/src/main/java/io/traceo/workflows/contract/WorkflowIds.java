package io.traceo.workflows.contract;

/** Workflow ids. They are for people and for joining starts; they protect nothing. */
public final class WorkflowIds {
  private WorkflowIds() {}

  /** The one entity of a group. */
  public static String group(String group) {
    return "group/" + group;
  }

  /** A failover; the name is the group, the epoch and a number or time. */
  public static String failover(String name) {
    return "failover/" + name;
  }

  /** A drill; a second start while one runs joins it. */
  public static String drill(String group) {
    return "drill/" + group;
  }

  /** A backup; a second start while one runs joins it. */
  public static String backup(String group) {
    return "backup/" + group;
  }

  /** A restore; one at a time for a group. */
  public static String restore(String group) {
    return "restore/" + group;
  }

  /** A restore test; a second start while one runs joins it. */
  public static String restoreTest(String group) {
    return "restore-test/" + group;
  }

  /** The one that keeps a group's log flowing into its archive. */
  public static String archive(String group) {
    return "archive/" + group;
  }

  /** A look at what backups a group has; the name is the group and a time. */
  public static String backupStock(String name) {
    return "backup-stock/" + name;
  }

  /**
   * A look at a group's restored servers, or the removal of one; the name is made by its starter.
   */
  public static String restoredServers(String name) {
    return "restored/" + name;
  }

  /** Whether writes go on with fewer copies; one at a time for a group. */
  public static String copies(String group) {
    return "copies/" + group;
  }

  /** A rollout of capacity; one at a time for a group. */
  public static String capacityRollout(String group) {
    return "capacity-rollout/" + group;
  }

  /** A plan of capacity of every group that a namespace serves; one at a time. */
  public static String capacityPlan() {
    return "capacity-plan";
  }

  /** A plan of capacity that reports some groups only; the name is the groups'. */
  public static String capacityPlan(String name) {
    return "capacity-plan/" + name;
  }

  /** Takes back what a rollout left that was ended in the middle; by the grant's number. */
  public static String capacityTakeBack(String group, long grant) {
    return "capacity-take-back/" + group + "/" + grant;
  }
}
