package io.traceo.workflows.group;

import org.jspecify.annotations.Nullable;

/**
 * How often the observers called the leader dead and nothing was done about it.
 *
 * <p>An alarm begins when the verdict becomes LEADER_DEAD or STORAGE_DEAD, whether the group is
 * armed or not. It ends when the verdict is HEALTHY again, the same region leads, and no failover
 * is under way. It is a <b>false alarm</b> when that took no longer than the group promises from
 * the decision to resumed writes ({@code objective.failover}): a failover would not have been
 * sooner. Else it is a <b>missed outage</b>. An alarm that ends with another leader was answered
 * and counts as neither; nor does one that was announced, by a drill or a planned switch that holds
 * the group's grant when it begins.
 *
 * @param falseAlarms so far
 * @param missedOutages so far
 * @param open the one that goes on, null when none does
 */
public record Alarms(long falseAlarms, long missedOutages, @Nullable Open open) {
  /** Of a new group. */
  static final Alarms NONE = new Alarms(0, 0, null);

  /**
   * An alarm that is not over.
   *
   * @param sinceMillis when it began, by Temporal's clock
   * @param leader who was called dead
   * @param announced whether a drill or a planned switch was under way
   * @param foreseen whether it was noted what the group would have done
   */
  public record Open(long sinceMillis, String leader, boolean announced, boolean foreseen) {}

  /** Both counts in words. */
  public String text() {
    return count(falseAlarms, "false alarm") + ", " + count(missedOutages, "missed outage");
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
