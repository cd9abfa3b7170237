package io.traceo.lab.ledger;

/**
 * What one member has of a ledger.
 *
 * @param region as configured
 * @param leading not in recovery
 * @param epoch the member's own
 * @param timeline 0 when it is in recovery
 * @param found writes found, each once
 * @param again those found more than once
 */
record MemberRows(
    String region, boolean leading, long epoch, int timeline, Writes found, Writes again) {

  static MemberRows of(String region, boolean leading, long epoch, int timeline) {
    return new MemberRows(region, leading, epoch, timeline, new Writes(), new Writes());
  }

  /** One row was read. */
  void add(String client, long seq) {
    if (!found.add(client, seq)) {
      again.add(client, seq);
    }
  }

  /** How many acknowledged rows the leader has and this member hasn't. */
  long missing(Writes acknowledged, MemberRows leader) {
    return acknowledged.and(leader.found()).lackedBy(found);
  }
}
