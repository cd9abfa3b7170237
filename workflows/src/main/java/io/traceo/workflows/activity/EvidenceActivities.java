package io.traceo.workflows.activity;

import io.temporal.activity.ActivityInterface;
import io.traceo.workflows.drill.DrillReport;

/** Keeps reports. */
@ActivityInterface(namePrefix = "Evidence")
public interface EvidenceActivities {

  /** Writes the report; the same id again replaces the same file whole. */
  Saved save(DrillReport report);

  record Saved(String path) {}
}
