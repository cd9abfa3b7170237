package io.traceo.workflows.group;

import io.traceo.workflows.activity.HealthActivities.Concern;
import io.traceo.workflows.alert.PagerState;
import io.traceo.workflows.copies.CopySet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
 * @param freeze null when it is not frozen
 * @param unrest when it moved unplanned, or its leader came back by itself; bounded
 * @param incidentBook what was reported
 * @param concerns what observers worry about, as it was paged
 * @param seen the members as they were last asked, null when they never were
 * @param copies the synchronous set in force; null when it is what the topology declares
 * @param mark by what it knows its leader again; null while it does not
 * @param ownFreeze in which it found that somebody else changed what is recorded; else null
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
    @Nullable PagerState pages,
    @Nullable Freeze freeze,
    List<Long> unrest,
    KeptIncidents incidentBook,
    Map<Concern, String> concerns,
    @Nullable MembersSeen seen,
    @Nullable CopySet copies,
    @Nullable LeaderMark mark,
    @Nullable Freeze ownFreeze) {
  /** Of a group that knows nothing yet. */
  static final GroupState NEW =
      new GroupState(
          "",
          0,
          null,
          0,
          0,
          null,
          null,
          null,
          null,
          List.of(),
          List.of(),
          null,
          Alarms.NONE,
          null,
          null,
          List.of(),
          KeptIncidents.NONE,
          Map.of(),
          null,
          null,
          null,
          null);

  public GroupState {
    wouldHave = wouldHave == null ? List.of() : List.copyOf(wouldHave);
    events = events == null ? List.of() : List.copyOf(events);
    alarms = alarms == null ? Alarms.NONE : alarms;
    unrest = unrest == null ? List.of() : List.copyOf(unrest);
    incidentBook = incidentBook == null ? KeptIncidents.NONE : incidentBook;
    Map<Concern, String> sorted = new EnumMap<>(Concern.class);
    sorted.putAll(concerns == null ? Map.of() : concerns);
    concerns = Collections.unmodifiableMap(sorted);
  }
}
