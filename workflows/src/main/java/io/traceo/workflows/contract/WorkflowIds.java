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
}
