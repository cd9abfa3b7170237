package io.traceo.workflows.contract;

/** Names of the task queues. */
public final class TaskQueues {
  /** Workflows, and activities that any control worker can do: promote, route, verify. */
  public static final String CONTROL = "traceo";

  /** Faults and the ledger of a drill, served by what runs the drilled environment alone. */
  public static final String DRILL = "traceo-drill";

  private TaskQueues() {}

  /** Detection, fence and rejoin in one place: a region, or an observer's place outside all. */
  public static String place(String place) {
    return CONTROL + "-" + place;
  }
}
