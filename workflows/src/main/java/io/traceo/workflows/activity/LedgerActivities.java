package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerProgress;
import org.jspecify.annotations.Nullable;

/**
 * The independent client that writes a ledger through the public names. One ledger per drill,
 * idempotent by its id.
 */
@ActivityInterface(namePrefix = "Ledger")
public interface LedgerActivities {

  /** Starts the client's process and waits until it acknowledges at least that many a second. */
  LedgerProgress start(LedgerStart request);

  /** What it has measured so far. */
  LedgerProgress progress(LedgerQuery query);

  /** Waits until clients of every kind have written to that region. {@code NotReady} until then. */
  LedgerProgress awaitConverged(LedgerConverged request);

  /**
   * Whether what was acknowledged so far is on the new leader, while writing goes on. {@code
   * NotReady} while that region can't be read or does not lead.
   */
  Losses losses(LossQuery query);

  /** Stops writing, reads everything back from every member, and accounts. */
  LedgerAccount account(AccountRequest request);

  /** Ends the client's process without accounting. */
  Receipt stop(LedgerQuery query);

  record LedgerStart(String ledgerId, String group, int minimumAcknowledgedPerSecond) {}

  record LedgerQuery(String ledgerId) {}

  /**
   * @param region the new leader
   * @param sinceMillis wall clock of the fault or the switch
   */
  record LedgerConverged(String ledgerId, String region, long sinceMillis, long patienceMs) {}

  record LossQuery(String ledgerId, String newLeader) {}

  /**
   * @param acknowledged writes that were looked for
   * @param lost of those, missing on the new leader
   * @param doubleLeader sent after the new leader's first write, acknowledged by another
   */
  record Losses(long acknowledged, long lost, long doubleLeader) {}

  /**
   * @param faultAtNanos monotonic clock of the fault, null for a planned switch
   * @param newLeader region whose first write is looked for
   * @param decidedAtMillis wall clock of a planned switch's decision, the zero of its timeline
   */
  record AccountRequest(
      String ledgerId,
      @Nullable Long faultAtNanos,
      String oldLeader,
      String newLeader,
      @Nullable Long decidedAtMillis) {}
}
