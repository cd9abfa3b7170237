package io.traceo.starters.cli;

import io.temporal.failure.ApplicationFailure;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.restore.BackupStockWorkflow;
import io.traceo.workflows.restore.RestoreStatus;
import io.traceo.workflows.restore.StockRequest;
import java.util.List;

/** One backup, and a broken one; the store can't be asked while {@link #silent}. */
public final class FakeStock implements BackupStockWorkflow {
  static volatile boolean silent;

  @Override
  public Stock run(StockRequest request) {
    if (silent) {
      throw ApplicationFailure.newNonRetryableFailure("the store does not answer", "Unreachable");
    }
    return new Stock(
        List.of(FakeBackups.manifest()),
        FakeBackups.archive(""),
        List.of("20261124T020000-bbbb: its manifest was changed"));
  }

  @Override
  public RestoreStatus status() {
    return new RestoreStatus("ask the store", "na", 0, null, null, List.of(), List.of());
  }
}
