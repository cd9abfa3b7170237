package io.traceo.workflows.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The account of every write, made by an independent client that reads back from every member.
 *
 * @param acknowledged writes the database confirmed
 * @param lost acknowledged and found on no leading timeline
 * @param unknown neither confirmed nor refused: timeouts, broken connections, warnings
 * @param unknownPresent of those, found
 * @param duplicates found more than once
 * @param doubleLeader sent after the new leader's first write, acknowledged by the old one
 * @param membersRead members that the rows were read back from
 * @param membersMissingRows members that lack acknowledged rows the leader has
 * @param firstNewLeaderWriteMs first acknowledged write on the new leader, any kind of client
 * @param clients times by kind of client
 * @param timeline acknowledged writes over time; null when there was neither fault nor change of
 *     leader, and in accounts of older programs
 * @param lostSinceMs the first lost write was acknowledged so long before the fault: what a
 *     recovery point is measured by. Null when nothing was lost, there was no fault, and in
 *     accounts of older programs
 */
public record LedgerAccount(
    long acknowledged,
    long lost,
    long unknown,
    long unknownPresent,
    long duplicates,
    long doubleLeader,
    int membersRead,
    int membersMissingRows,
    @Nullable Long firstNewLeaderWriteMs,
    Clients clients,
    double clockOffsetMs,
    @Nullable WriteTimeline timeline,
    @Nullable Long lostSinceMs) {

  /** Three kinds of client: strict 5 s cache, looks up again after an error, multi-host URL. */
  public record Clients(ClientTimes strictTtl, ClientTimes reResolving, ClientTimes multiHost) {}

  /**
   * Times after the fault (or the switch), null when it did not happen.
   *
   * @param firstWriteMs first acknowledged write on the new leader
   * @param convergedMs last client of the kind had its first one
   */
  public record ClientTimes(@Nullable Long firstWriteMs, @Nullable Long convergedMs) {}
}
