package io.traceo.activities.evidence;

import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.capacity.RolloutRegion;
import io.traceo.workflows.capacity.RolloutRegion.State;
import io.traceo.workflows.capacity.Size;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports of rollouts of capacity for tests. */
public final class Rollouts {
  private static final long ZERO = 1795579200000L;
  private static final List<String> CHANGES =
      List.of("minReplicas 10 to 30", "metrics cpu 70 % to cpu 60 % + memory 70 %");

  private Rollouts() {}

  /** Three regions, the leader last, each changed and well. */
  public static CapacityRolloutReport done() {
    return report(
        "DONE",
        null,
        List.of(
            region(1, "us-west-1", State.PROVEN, null),
            region(2, "us-west-2", State.PROVEN, null),
            region(3, "us-east-1", State.PROVEN, null)));
  }

  /** The second region's gate was not met; one region could not be taken back. */
  public static CapacityRolloutReport failed() {
    return report(
        "FAILED",
        "gate not met: us-west-2: errors is 0.2, at most 0.1",
        List.of(
            region(1, "us-west-1", State.STUCK, "cluster of us-west-1: forbidden"),
            region(2, "us-west-2", State.TAKEN_BACK, "as it was before"),
            region(3, "us-east-1", State.PLANNED, null)));
  }

  /** With this verdict and nothing else to tell. */
  public static CapacityRolloutReport report(
      String verdict, @Nullable String reason, List<RolloutRegion> regions) {
    return new CapacityRolloutReport(
        CapacityRolloutReport.SCHEMA,
        "capacity-rollout-na-20261125T040000-1f2e",
        CapacityRolloutReport.KIND,
        "na",
        verdict,
        reason,
        "2026-11-25T04:00:00Z",
        "2026-11-25T04:04:10Z",
        "capacity-rollout/na",
        "0b1c",
        "ops",
        "autumn",
        false,
        3,
        regions,
        List.of("us-west-2: errors is 0.2, at most 0.1"),
        List.of(new StepRecord("apply us-west-1", 30_000L, 41L, "DONE", "30 to 300", ZERO)),
        List.of("pods: marked ready by the lab, no kubelet"),
        List.of("2026-11-25T04:04:09Z PAGE rolled back: gate not met"));
  }

  private static RolloutRegion region(
      int batch, String region, State state, @Nullable String detail) {
    return new RolloutRegion(
        region,
        batch,
        region.equals("us-east-1"),
        new Size(30, 300),
        CHANGES,
        region.equals("us-west-2")
            ? List.of(".spec.maxReplicas is managed by somebody")
            : List.of(),
        state,
        detail);
  }
}
