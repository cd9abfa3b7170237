package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a backup.
 *
 * @param outcome {@code DONE}, {@code PLANNED}, {@code REFUSED} or {@code FAILED}
 * @param backup the new one, without its pieces
 */
public record BackupResult(
    String outcome,
    @Nullable String reason,
    @Nullable BackupOutlook plan,
    @Nullable BackupManifest backup,
    @Nullable Pruned pruned,
    List<String> events) {
  public BackupResult {
    events = events == null ? List.of() : List.copyOf(events);
  }
}
