package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.failover.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a backup, restore or restore test is.
 *
 * @param phase in words, for example {@code replay}
 * @param plan of a restore, null in a backup and before it was made
 * @param reportPath null until the report is kept, and in a backup
 */
public record RestoreStatus(
    String phase,
    String group,
    long startedAtMillis,
    @Nullable RestoreOutlook plan,
    @Nullable String reportPath,
    List<StepRecord> steps,
    List<String> events) {
  public RestoreStatus {
    steps = steps == null ? List.of() : List.copyOf(steps);
    events = events == null ? List.of() : List.copyOf(events);
  }
}
