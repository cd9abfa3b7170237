package io.traceo.workflows.drill;

import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LedgerConverged;
import io.traceo.workflows.activity.LedgerActivities.LedgerQuery;
import io.traceo.workflows.activity.LedgerActivities.LedgerStart;
import io.traceo.workflows.activity.LedgerActivities.LossQuery;
import io.traceo.workflows.activity.LedgerActivities.Losses;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one ledger of a drill, written by a client outside of everything that is drilled. */
final class DrillLedger {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration GLANCE = Duration.ofSeconds(10);
  private static final Duration READ_BACK = Duration.ofMinutes(10);

  /** So that the client's own reason comes back, not the clock's. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String id;
  private @Nullable LedgerAccount account;
  private boolean runs;

  DrillLedger(String id) {
    this.id = id;
  }

  void start(String group, int minimumAcknowledgedPerSecond) {
    runs = true;
    DrillActivities.ledger("start the ledger", START)
        .start(new LedgerStart(id, group, minimumAcknowledgedPerSecond));
  }

  LedgerProgress progress() {
    return DrillActivities.ledger("is the load there?", LOOK).progress(new LedgerQuery(id));
  }

  void awaitConverged(String region, long sinceMillis, Duration patience) {
    DrillActivities.ledger("wait until every client has moved", patience.plus(GRACE))
        .awaitConverged(new LedgerConverged(id, region, sinceMillis, patience.toMillis()));
  }

  /** Losses so far; fails soon when they can't be known now. */
  Losses losses(String newLeader) {
    return DrillActivities.ledger("is anything lost so far?", GLANCE)
        .losses(new LossQuery(id, newLeader));
  }

  LedgerAccount account(
      @Nullable Long faultAtNanos,
      String oldLeader,
      String newLeader,
      @Nullable Long decidedAtMillis) {
    LedgerAccount done =
        DrillActivities.ledger("read everything back", READ_BACK)
            .account(new AccountRequest(id, faultAtNanos, oldLeader, newLeader, decidedAtMillis));
    account = done;
    runs = false;
    return done;
  }

  void stop() {
    DrillActivities.ledger("stop the ledger", LOOK).stop(new LedgerQuery(id));
  }

  /** Whether it may be writing. */
  boolean runs() {
    return runs;
  }

  /** Null until everything was read back. */
  @Nullable LedgerAccount account() {
    return account;
  }
}
