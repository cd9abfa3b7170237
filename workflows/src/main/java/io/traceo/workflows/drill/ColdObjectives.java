package io.traceo.workflows.drill;

import io.traceo.workflows.drill.DrillReport.Objective;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.restore.BackupRunbooks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cold drill is held to: some writes may be lost, but none that is older than promised. */
final class ColdObjectives {
  private ColdObjectives() {}

  /**
   * @param firstWriteMs after the fault; null when there was none
   */
  static List<Objective> of(
      BackupRunbooks backups, @Nullable Long firstWriteMs, @Nullable LedgerAccount account) {
    long limit = backups.restoreTest().recoveryPoint().toMillis();
    Long point = recoveryPointMs(account);
    boolean met = point != null && point <= limit;
    return List.of(
        ReportMaker.atMost(
            "recovery time", firstWriteMs, backups.restore().recovery().limit().toMillis()),
        new Objective(
            "recovery point",
            "<= " + limit / 1000.0 + " s",
            point == null ? "not measured" : point / 1000.0 + " s",
            met),
        new Objective(
            "acknowledged writes lost",
            "by recovery point",
            account == null ? "not measured" : Long.toString(account.lost()),
            met));
  }

  /** The age of the oldest lost write at the fault; null when it was not measured. */
  private static @Nullable Long recoveryPointMs(@Nullable LedgerAccount account) {
    if (account == null) {
      return null;
    }
    return account.lost() == 0 ? Long.valueOf(0) : account.lostSinceMs();
  }
}
