package io.traceo.workflows.group;

import io.traceo.workflows.alert.PagerState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group's entity carries from run to run.
 *
 * @param leader recorded leader
 * @param epoch highest epoch known
 * @param armedBy who armed it; null while it only observes. An earlier version kept no more
 * @param incidents how many there were, for names
 * @param grants how many were given, for tokens
 * @param grant the one in force
 * @param lent what a drill's grant lent itself to
 * @param lastFailover the newest one
 * @param movedAtMillis when the leader last changed, null when it never did
 * @param wouldHave what it would have done while observing only
 * @param arming the last decision about it, null when nobody decided or an earlier version did
 * @param alarms counted, and the one that goes on
 * @param pages that are open or on their way out, null when none is
 */
public record GroupState(
    String leader,
    long epoch,
    @Nullable String armedBy,
    long incidents,
    long grants,
    @Nullable Grant grant,
    @Nullable Grant lent,
    @Nullable FailoverSummary lastFailover,
    @Nullable Long movedAtMillis,
    List<WouldHave> wouldHave,
    List<String> events,
    @Nullable ArmDecision arming,
    Alarms alarms,
    @Nullable PagerState pages) {
  public GroupState {
    wouldHave = wouldHave == null ? List.of() : List.copyOf(wouldHave);
    events = events == null ? List.of() : List.copyOf(events);
    alarms = alarms == null ? Alarms.NONE : alarms;
  }
}
