package io.traceo.workflows.restore;

import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A restore's plan in words. Pure. */
final class PlanLines {
  private PlanLines() {}

  static List<String> of(@Nullable RestoreOutlook plan) {
    if (plan == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    BackupManifest backup = plan.backup();
    lines.add(
        (backup == null ? "no backup" : "backup " + backup.id())
            + ", then "
            + plan.logBytes()
            + " bytes of log, about "
            + plan.estimatedSeconds()
            + " s");
    lines.add("runs " + plan.where());
    Double loss = plan.lossSeconds();
    lines.add("commits lost: " + (loss == null ? "unknown" : "the last " + loss + " s"));
    if (plan.replaces() != null) {
      lines.add("a take-over replaces " + plan.replaces());
    }
    return lines;
  }
}
