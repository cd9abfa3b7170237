package io.traceo.workflows.drill;

import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LedgerConverged;
import io.traceo.workflows.activity.LedgerActivities.LedgerQuery;
import io.traceo.workflows.activity.LedgerActivities.LedgerStart;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one ledger of a drill, written by a client outside of everything that is drilled. */
final class DrillLedger {
  private final String id;
  private @Nullable LedgerAccount account;
  private boolean runs;

  DrillLedger(String id) {
    this.id = id;
  }

  void start(String group, int minimumAcknowledgedPerSecond) {
    runs = true;
    DrillActivities.ledger("start the ledger")
        .start(new LedgerStart(id, group, minimumAcknowledgedPerSecond));
  }

  LedgerProgress progress() {
    return DrillActivities.ledger("is the load there?").progress(new LedgerQuery(id));
  }

  void awaitConverged(String region, long sinceMillis, Duration patience) {
    DrillActivities.ledger("wait until every client has moved")
        .awaitConverged(new LedgerConverged(id, region, sinceMillis, patience.toMillis()));
  }

  LedgerAccount account(@Nullable Long faultAtNanos, String oldLeader, String newLeader) {
    LedgerAccount done =
        DrillActivities.ledger("read everything back")
            .account(new AccountRequest(id, faultAtNanos, oldLeader, newLeader));
    account = done;
    runs = false;
    return done;
  }

  void stop() {
    DrillActivities.ledger("stop the ledger").stop(new LedgerQuery(id));
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
