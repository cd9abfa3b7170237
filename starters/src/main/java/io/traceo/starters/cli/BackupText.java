package io.traceo.starters.cli;

import io.traceo.activities.evidence.words.Amounts;
import io.traceo.activities.evidence.words.PlanFacts;
import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.BackupResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a backup ended, and what its plan was, for people. */
final class BackupText {
  private final StringBuilder out = new StringBuilder();

  private BackupText() {}

  static String render(BackupResult result) {
    BackupText text = new BackupText();
    text.line(
        "BACKUP " + result.outcome() + (result.reason() == null ? "" : ": " + result.reason()));
    text.backup(result.backup());
    text.pruned(result.pruned());
    text.plan(result.plan());
    return text.out.toString().stripTrailing();
  }

  private void backup(@Nullable BackupManifest backup) {
    if (backup != null) {
      line("made     " + PlanFacts.backup(backup));
      line(
          "stored   "
              + Amounts.bytes(backup.storedBytes())
              + " in "
              + backup.place()
              + ", key "
              + backup.keyId());
    }
  }

  private void pruned(@Nullable Pruned pruned) {
    if (pruned != null) {
      all("removed  ", pruned.removed());
      all("locked   ", pruned.locked());
      if (pruned.segments() > 0) {
        line("removed  " + pruned.segments() + " segments of log that no backup needs");
      }
    }
  }

  private void plan(@Nullable BackupOutlook plan) {
    if (plan == null) {
      return;
    }
    String size = plan.databaseBytes() > 0 ? Amounts.bytes(plan.databaseBytes()) : "unknown size";
    line("plan     from " + plan.leader() + ", " + size + ", by the worker of " + plan.place());
    line("  store    " + plan.store() + ", key " + plan.keyId() + ", " + plan.provider());
    all("  warning  ", plan.warnings());
    all("  refused  ", plan.refusals());
  }

  private void all(String before, List<String> lines) {
    lines.forEach(l -> line(before + l));
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
