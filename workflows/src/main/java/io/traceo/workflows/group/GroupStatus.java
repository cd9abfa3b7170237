package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.copies.CopySet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group's entity knows.
 *
 * @param leader recorded leader
 * @param epoch highest epoch known here
 * @param armed whether it acts; else it only says what it would do
 * @param armedBy who armed it
 * @param verdict of the observers together
 * @param watching observers whose first round is in
 * @param grant current holder, null when free
 * @param observations last one of every observer
 * @param wouldHave what it would have done while observing only, newest last
 * @param events what happened, newest last, bounded
 * @param lastFailover the newest one
 * @param arming the last decision about whether it acts, null when nobody ever decided
 * @param alarms false alarms and missed outages so far
 * @param drill workflow id of the drill that holds the group, null when none does
 * @param freeze in force, null when it is not frozen
 * @param maintenance the window that it is in, null when it is in none
 * @param incident the one that is open, null when none is
 * @param copies the synchronous set in force; null when it is what the topology declares
 */
public record GroupStatus(
    String group,
    String leader,
    List<String> followers,
    long epoch,
    boolean armed,
    @Nullable String armedBy,
    Verdict verdict,
    int watching,
    @Nullable Grant grant,
    List<Observation> observations,
    List<WouldHave> wouldHave,
    List<String> events,
    @Nullable FailoverSummary lastFailover,
    @Nullable ArmDecision arming,
    Alarms alarms,
    @Nullable String drill,
    @Nullable Freeze freeze,
    @Nullable MaintenanceWindow maintenance,
    @Nullable OpenIncident incident,
    @Nullable CopySet copies) {
  public GroupStatus {
    followers = List.copyOf(followers);
    observations = List.copyOf(observations);
    wouldHave = List.copyOf(wouldHave);
    events = List.copyOf(events);
    alarms = alarms == null ? Alarms.NONE : alarms;
  }

  /** Neither frozen nor in maintenance, and no incident open. */
  public GroupStatus(
      String group,
      String leader,
      List<String> followers,
      long epoch,
      boolean armed,
      @Nullable String armedBy,
      Verdict verdict,
      int watching,
      @Nullable Grant grant,
      List<Observation> observations,
      List<WouldHave> wouldHave,
      List<String> events,
      @Nullable FailoverSummary lastFailover,
      @Nullable ArmDecision arming,
      Alarms alarms,
      @Nullable String drill) {
    this(
        group,
        leader,
        followers,
        epoch,
        armed,
        armedBy,
        verdict,
        watching,
        grant,
        observations,
        wouldHave,
        events,
        lastFailover,
        arming,
        alarms,
        drill,
        null,
        null,
        null,
        null);
  }
}
