package io.traceo.starters.schedules;

import java.time.Duration;

/**
 * What schedules start, and what is to be when Temporal was away at the time. None is started while
 * the one before it runs: a second one beside it would double the work and prove nothing more.
 */
public enum Operation {
  /**
   * The window lets a restart of the server pass. After an outage nobody wants the next one, and
   * drills of several groups must not be made up for at once: the window is shorter than any
   * stagger.
   */
  DRILL(
      "Drill",
      "drill.yaml",
      "drill",
      Duration.ofMinutes(10),
      "a drill that was missed is left out: nobody wants one just after an outage of Temporal, nor"
          + " those of several groups at once; start it with traceo schedules trigger"),

  /** A day: one that was missed is made up for, however long Temporal was away; never two. */
  BACKUP(
      "Backup",
      "backup.yaml",
      "backup",
      Duration.ofHours(24),
      "a backup that was missed is taken as soon as Temporal is back, once: without it the next"
          + " restore has more log to replay"),

  RESTORE_TEST(
      "RestoreTest",
      "restore-test.yaml",
      "restore test",
      Duration.ofHours(1),
      "a test that was missed is made up for within the hour, else left to the next night: it loads"
          + " the cold region, which others may need after an outage"),

  CAPACITY_PLAN(
      "CapacityPlan",
      "capacity.yaml",
      "capacity plan",
      Duration.ofHours(24),
      "a plan that was missed is made within the day: it changes nothing, and reads a history that"
          + " is no worse for it");

  private final String workflow;
  private final String runbook;
  private final String words;
  private final Duration catchUp;
  private final String because;

  Operation(String workflow, String runbook, String words, Duration catchUp, String because) {
    this.workflow = workflow;
    this.runbook = runbook;
    this.words = words;
    this.catchUp = catchUp;
    this.because = because;
  }

  /** Workflow type. */
  String workflow() {
    return workflow;
  }

  /** File whose {@code schedule:} it follows. */
  String runbook() {
    return runbook;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** A start that is later than this is left out. */
  public Duration catchUp() {
    return catchUp;
  }

  /** Why just so, for people. */
  public String because() {
    return because;
  }
}
