package io.traceo.starters.cli;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.failover.StepRecord;
import io.traceo.workflows.restore.BackupRequest;
import io.traceo.workflows.restore.BackupResult;
import io.traceo.workflows.restore.BackupWorkflow;
import io.traceo.workflows.restore.RestoreStatus;
import java.time.Duration;
import java.util.List;

/** A backup that does as its reason says: "wait", "refuse", "fail", or succeed. */
public final class FakeBackup implements BackupWorkflow {
  private String phase = "admit";

  @Override
  public BackupResult run(BackupRequest request) {
    String reason = String.valueOf(request.reason());
    if (!request.problems().isEmpty() || reason.equals("refuse")) {
      List<String> no = List.of("the store is full");
      return new BackupResult("REFUSED", no.get(0), FakeBackups.outlook(no), null, null, List.of());
    }
    if (request.dryRun()) {
      return new BackupResult(
          "PLANNED", null, FakeBackups.outlook(List.of()), null, null, List.of());
    }
    phase = "take";
    if (reason.equals("wait")) {
      Workflow.sleep(Duration.ofMinutes(10));
    }
    return reason.equals("fail")
        ? new BackupResult("FAILED", "the leader went away", null, null, null, List.of())
        : new BackupResult(
            "DONE",
            null,
            FakeBackups.outlook(List.of()),
            FakeBackups.manifest(),
            new Pruned(List.of("20261001T020000-old1"), List.of(), 12),
            List.of());
  }

  @Override
  public RestoreStatus status() {
    return new RestoreStatus(
        phase,
        "na",
        0,
        null,
        null,
        List.of(new StepRecord("take", 7_200_000L, 41_000L, "DONE", "1.5 GiB", null)),
        List.of());
  }
}
