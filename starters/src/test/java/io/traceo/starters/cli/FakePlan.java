package io.traceo.starters.cli;

import io.temporal.workflow.Workflow;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityPlanRequest;
import io.traceo.workflows.capacity.CapacityPlanWorkflow;
import io.traceo.workflows.capacity.PlanStatus;
import io.traceo.workflows.failover.StepRecord;
import java.time.Duration;
import java.util.List;

/** A plan that ends as its reason says: "wait", or a verdict. */
public final class FakePlan implements CapacityPlanWorkflow {
  private String phase = "admit";
  private String group = "";

  @Override
  public CapacityPlanReport run(CapacityPlanRequest request) {
    String reason = String.valueOf(request.reason());
    group = request.names().isEmpty() ? "all" : String.join(", ", request.names());
    phase = "histories";
    if (reason.equals("wait")) {
      Workflow.sleep(Duration.ofMinutes(10));
    }
    boolean good = request.reason() == null;
    List<String> short1 =
        reason.equals("SHORT")
            ? List.of("region us-west-2, field quota: it allows 8 replicas, and 12 are needed")
            : List.of();
    return new CapacityPlanReport(
        CapacityPlanReport.SCHEMA,
        "capacity-plan-na-1",
        CapacityPlanReport.KIND,
        group,
        good ? "OK" : reason,
        good ? null : "region us-west-2 says why",
        "2026-11-27T08:00:00Z",
        "2026-11-27T08:00:05Z",
        Workflow.getInfo().getWorkflowId(),
        "run",
        request.startedBy(),
        request.reason(),
        null,
        100_000,
        List.of(),
        List.of(),
        null,
        List.of(),
        short1,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  @Override
  public PlanStatus status() {
    return new PlanStatus(
        phase,
        group,
        0,
        List.of("us-west-2 of na: 30 to 300 replicas"),
        "/reports/capacity-plan-na-1.json",
        List.of(new StepRecord("histories", 600_000L, 900L, "DONE", "3 of 3 regions", null)),
        List.of());
  }
}
