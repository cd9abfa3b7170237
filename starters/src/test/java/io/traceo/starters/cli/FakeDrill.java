package io.traceo.starters.cli;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.budget.Clocks;
import io.traceo.workflows.drill.DrillPhase;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.drill.DrillRequest;
import io.traceo.workflows.drill.DrillStatus;
import io.traceo.workflows.drill.DrillWorkflow;
import io.traceo.workflows.failover.StepRecord;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A drill that does as its reason says: "wait", "fail", or pass. */
public final class FakeDrill implements DrillWorkflow {
  static final String REPORT = "20261123T101500-na-1f2e";

  private DrillPhase phase = DrillPhase.ADMIT;
  private String group = "";

  @Override
  public DrillReport run(DrillRequest request) {
    group = request.group();
    if (!request.problems().isEmpty()) {
      return report(request, "REFUSED", String.join("; ", request.problems()));
    }
    if (request.dryRun()) {
      return report(request, "PLANNED", "dry run: nothing was changed");
    }
    phase = DrillPhase.FAULT;
    try {
      if ("wait".equals(request.reason())) {
        Workflow.sleep(Duration.ofMinutes(10));
      }
    } catch (CanceledFailure e) {
      return report(request, "FAILED", "asked to stop");
    }
    phase = DrillPhase.DONE;
    return "fail".equals(request.reason())
        ? report(request, "FAILED", "not met: detection")
        : report(request, "PASSED", null);
  }

  @Override
  public DrillStatus status() {
    return new DrillStatus(
        phase,
        group,
        0,
        REPORT,
        phase == DrillPhase.DONE ? "/reports/it.json" : null,
        List.of("fault: BLACKHOLE of us-east-1"),
        List.of(new StepRecord("promote", 5000L, 214L, "DONE", "us-west-2", null)),
        List.of("2026-11-23T10:15:04Z PAGE route is late"));
  }

  private static DrillReport report(DrillRequest request, String verdict, @Nullable String reason) {
    return new DrillReport(
        DrillReport.SCHEMA,
        REPORT,
        request.group(),
        verdict,
        reason,
        request.modeOrDefault().name(),
        request.fault(),
        "2026-11-23T10:15:00Z",
        "2026-11-23T10:15:48Z",
        Workflow.getInfo().getWorkflowId(),
        Workflow.getInfo().getRunId(),
        request.startedBy(),
        request.reason(),
        "us-east-1",
        "us-west-2",
        7,
        9,
        List.of(),
        new Clocks(1190L, 1214L, 2122L, 2199L),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(),
        null);
  }
}
