package io.traceo.starters.cli;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.restore.RestoreReport;
import io.traceo.workflows.restore.RestoreReport.Kind;
import io.traceo.workflows.restore.RestoreRequest;
import io.traceo.workflows.restore.RestoreStatus;
import io.traceo.workflows.restore.RestoreWorkflow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A restore that does as its reason says: "wait", or succeed; its report tells what was asked. */
public final class FakeRestore implements RestoreWorkflow {
  static final String REPORT = "restore-na-20261125T040000-1f2e";

  private String phase = "admit";
  private @Nullable String path;

  @Override
  public RestoreReport run(RestoreRequest request) {
    if (!request.problems().isEmpty()) {
      return report(Kind.RESTORE, "REFUSED", String.join("; ", request.problems()), request);
    }
    if (request.takeOver() && !request.acceptLoss()) {
      return report(Kind.RESTORE, "REFUSED", "nobody said yes to the loss", request);
    }
    if (request.dryRun()) {
      return report(Kind.RESTORE, "PLANNED", null, request);
    }
    phase = "fetch";
    try {
      if ("wait".equals(request.reason())) {
        Workflow.sleep(Duration.ofMinutes(10));
      }
    } catch (CanceledFailure e) {
      path = "/reports/" + REPORT + ".json";
      throw e;
    }
    phase = "done";
    path = "/reports/" + REPORT + ".json";
    return report(Kind.RESTORE, "DONE", null, request);
  }

  @Override
  public RestoreStatus status() {
    return new RestoreStatus(
        phase, "na", 0, FakeBackups.plan(List.of()), path, List.of(), List.of());
  }

  static RestoreReport report(
      Kind kind, String verdict, @Nullable String reason, @Nullable RestoreRequest request) {
    String asked =
        request == null
            ? ""
            : "to=" + request.to() + " lost=" + request.lost() + " loss=" + request.acceptLoss();
    return new RestoreReport(
        RestoreReport.SCHEMA,
        REPORT,
        kind,
        "na",
        verdict,
        reason,
        "2026-11-25T04:00:00Z",
        "2026-11-25T04:04:10Z",
        Workflow.getInfo().getWorkflowId(),
        Workflow.getInfo().getRunId(),
        "ops",
        null,
        request == null || request.region() == null ? "us-west-2" : request.region(),
        request != null && request.takeOver(),
        FakeBackups.plan(List.of()),
        null,
        null,
        0,
        0,
        kind == Kind.RESTORE && verdict.equals("DONE") ? "127.84.3.1:15433" : null,
        List.of(),
        List.of(),
        List.of(new Check("asked", true, asked)),
        List.of(),
        List.of());
  }
}
