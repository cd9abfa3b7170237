package io.traceo.starters.cli;

import io.traceo.workflows.restore.BackupRequest;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreReport.Kind;
import io.traceo.workflows.restore.RestoreStatus;
import io.traceo.workflows.restore.RestoreTestWorkflow;
import java.util.List;

/** A restore test that is RED when its reason says so. */
public final class FakeRestoreTest implements RestoreTestWorkflow {
  @Override
  public RestoreReport run(BackupRequest request) {
    if (request.dryRun()) {
      return FakeRestore.report(Kind.RESTORE_TEST, "PLANNED", null, null);
    }
    return "red".equals(request.reason())
        ? FakeRestore.report(Kind.RESTORE_TEST, "RED", "a piece of the base is damaged", null)
        : FakeRestore.report(Kind.RESTORE_TEST, "GREEN", null, null);
  }

  @Override
  public RestoreStatus status() {
    return new RestoreStatus("verify", "na", 0, null, null, List.of(), List.of());
  }
}
