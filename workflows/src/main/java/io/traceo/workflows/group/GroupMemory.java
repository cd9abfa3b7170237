package io.traceo.workflows.group;

import io.traceo.workflows.budget.Journal;
import io.traceo.workflows.copies.CopySet;
import io.traceo.workflows.topology.ReplicationGroup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a group's entity remembers, from run to run. Plain state. */
final class GroupMemory {
  final String group;
  final Journal journal;
  final GrantBook book;
  final Arming arming;
  final Freezing freezing;
  final Moves moves;
  final AlarmLog alarms;
  final IncidentBook reports;
  final Concerns concerns;
  String leader;
  long epoch;
  long incidents;

  /** By what the leader is known again; null until it was looked at. */
  @Nullable LeaderMark mark;

  @Nullable FailoverSummary lastFailover;
  Verdict verdict = Verdict.UNKNOWN;
  @Nullable Long verdictSinceMillis;

  /** The synchronous set in force; null when it is what the topology declares. */
  @Nullable CopySet copies;

  GroupMemory(GroupRequest request) {
    GroupState carried = request.carried() == null ? GroupState.NEW : request.carried();
    group = request.group();
    journal = new Journal(carried.events(), carried.pages());
    book = new GrantBook(group, carried.grants(), carried.grant(), carried.lent());
    arming = new Arming(journal, carried.arming(), carried.armedBy());
    freezing = new Freezing(journal, carried.freeze(), carried.ownFreeze());
    moves = new Moves(carried.movedAtMillis(), carried.unrest());
    alarms = new AlarmLog(carried.alarms(), carried.wouldHave());
    reports = new IncidentBook(group, journal, carried.incidentBook());
    concerns = new Concerns(carried.concerns());
    leader = carried.leader();
    epoch = carried.epoch();
    incidents = carried.incidents();
    lastFailover = carried.lastFailover();
    copies = carried.copies();
    mark = carried.mark();
  }

  /** The synchronous set that a proof counts with. */
  CopySet copies(ReplicationGroup of) {
    return CopySet.orDeclared(copies, of, leader);
  }

  /** Name of the next failover that the group starts by itself. */
  String nextName() {
    return group + "/" + (epoch + 1) + "-" + (incidents + 1);
  }

  void seen(Verdict now, long atMillis) {
    verdict = now;
    verdictSinceMillis = atMillis;
  }

  GroupRequest carryOn(@Nullable MembersSeen seen) {
    return new GroupRequest(
        group,
        new GroupState(
            leader,
            epoch,
            arming.armedBy(),
            incidents,
            book.given(),
            book.grant(),
            book.lent(),
            lastFailover,
            moves.lastMillis(),
            alarms.wouldHave(),
            journal.lines(),
            arming.last(),
            alarms.alarms(),
            journal.pager().carry(),
            freezing.inForce(),
            moves.unrest(),
            reports.kept(),
            concerns.told(),
            seen,
            copies,
            mark,
            freezing.own()),
        Map.of());
  }

  /**
   * @param members every one, empty as long as they are not known
   * @param window of maintenance that this moment is in
   */
  GroupStatus status(List<String> members, Lookout lookout, @Nullable MaintenanceWindow window) {
    return new GroupStatus(
        group,
        leader,
        members.stream().filter(m -> !m.equals(leader)).toList(),
        epoch,
        arming.armed(),
        arming.armedBy(),
        verdict,
        lookout.observations().size(),
        book.operating(),
        lookout.observations(),
        alarms.wouldHave(),
        journal.lines(),
        lastFailover,
        arming.last(),
        alarms.alarms(),
        book.drill(),
        freezing.shown(),
        window,
        reports.open(),
        copies);
  }
}
