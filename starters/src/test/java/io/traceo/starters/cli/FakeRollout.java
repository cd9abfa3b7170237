package io.traceo.starters.cli;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.budget.RunOrder;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.capacity.CapacityRolloutRequest;
import io.traceo.workflows.capacity.CapacityRolloutWorkflow;
import io.traceo.workflows.capacity.RolloutStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that does as its reason says: "wait" until it is cancelled, "hold" until it was paused
 * and resumed, "gate", "stuck", or succeed; its report tells what was asked.
 */
public final class FakeRollout implements CapacityRolloutWorkflow {
  static final String REPORT = "capacity-rollout-na-20261125T040000-1f2e";

  private String phase = "admit";
  private @Nullable String path;
  private @Nullable String paused;
  private boolean resumed;

  @Override
  public CapacityRolloutReport run(CapacityRolloutRequest request) {
    if (!request.problems().isEmpty()) {
      return report("REFUSED", String.join("; ", request.problems()), request);
    }
    if (request.dryRun()) {
      return report("PLANNED", null, request);
    }
    phase = "batch 1 of 2";
    String reason = String.valueOf(request.reason());
    try {
      if (reason.equals("wait")) {
        Workflow.sleep(Duration.ofMinutes(10));
      }
    } catch (CanceledFailure e) {
      path = "/reports/" + REPORT + ".json";
      throw e;
    }
    if (reason.equals("hold")) {
      Workflow.await(() -> resumed);
    }
    path = "/reports/" + REPORT + ".json";
    return switch (reason) {
      case "gate" -> report("ROLLED_BACK", "gate not met: us-west-2", request);
      case "stuck" -> report("FAILED", "us-west-2 is not taken back", request);
      case "busy" -> report("REFUSED", "group na is busy with drill/na", request);
      default -> report("DONE", null, request);
    };
  }

  @Override
  public Receipt pause(RunOrder order) {
    if (paused != null) {
      return Receipt.already("paused by " + paused);
    }
    paused = order.by() + ": " + order.reason();
    return Receipt.done("paused: no further batch begins");
  }

  @Override
  public void validatePause(RunOrder order) {}

  @Override
  public Receipt resume(RunOrder order) {
    resumed = true;
    return Receipt.done("resumed");
  }

  @Override
  public void validateResume(RunOrder order) {}

  @Override
  public RolloutStatus status() {
    return new RolloutStatus(
        phase,
        "na",
        0,
        List.of("batch 1: us-west-1 30 to 300 replicas"),
        paused,
        List.of(),
        List.of(),
        path,
        List.of(),
        List.of());
  }

  private static CapacityRolloutReport report(
      String verdict, @Nullable String reason, CapacityRolloutRequest request) {
    return new CapacityRolloutReport(
        CapacityRolloutReport.SCHEMA,
        REPORT,
        CapacityRolloutReport.KIND,
        "na",
        verdict,
        reason,
        "2026-11-25T04:00:00Z",
        "2026-11-25T04:04:10Z",
        Workflow.getInfo().getWorkflowId(),
        Workflow.getInfo().getRunId(),
        request.startedBy(),
        request.reason(),
        request.force(),
        1,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of("asked: " + request.sizes()));
  }
}
