package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.capacity.CapacityPlanReport;
import io.traceo.workflows.capacity.CapacityRolloutReport;
import io.traceo.workflows.drill.DrillReport;
import io.traceo.workflows.restore.RestoreReport;

/** Keeps reports. */
@ActivityInterface(namePrefix = "Evidence")
public interface EvidenceActivities {

  /** Writes the report; the same id again replaces the same file whole. */
  Saved save(DrillReport report);

  /** As {@link #save}, of a restore or a restore test. */
  Saved saveRestore(RestoreReport report);

  /** As {@link #save}, of a rollout of capacity. */
  Saved saveRollout(CapacityRolloutReport report);

  /** As {@link #save}, of a plan of capacity. */
  Saved savePlan(CapacityPlanReport report);

  record Saved(String path) {}
}
