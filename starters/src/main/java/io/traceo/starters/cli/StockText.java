package io.traceo.starters.cli;

import io.traceo.activities.evidence.words.Amounts;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.Lsn;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A group's backups and its archive, for people. */
final class StockText {
  private final StringBuilder out = new StringBuilder();

  private StockText() {}

  /**
   * The list.
   *
   * @param nowMillis by the reader's clock
   */
  static String render(String group, Stock stock, long nowMillis) {
    StockText text = new StockText();
    if (stock.backups().isEmpty()) {
      text.line("no good backup of " + group + "; make one: traceo backup " + group);
    } else {
      text.row("backup", "restorable from", "taken from", "tl", "log", "size", "stored", "key");
      stock.backups().forEach(text::backup);
    }
    text.line(archive(group, stock.archive(), nowMillis));
    stock.broken().forEach(b -> text.line("broken   " + b));
    return text.out.toString().stripTrailing();
  }

  private void backup(BackupManifest backup) {
    row(
        backup.id(),
        Amounts.moment(backup.stoppedAtMillis()),
        backup.leader(),
        Integer.toString(backup.timeline()),
        Lsn.text(backup.startPosition()) + " " + Lsn.text(backup.stopPosition()),
        Amounts.bytes(backup.databaseBytes()),
        Amounts.bytes(backup.storedBytes()),
        backup.keyId());
  }

  /** One line about the archive. */
  static String archive(String group, @Nullable ArchiveState state, long nowMillis) {
    if (state == null) {
      return "archive  nothing was ever archived; start it: traceo archive " + group;
    }
    String problem = state.problem();
    return "archive  up to "
        + Lsn.text(state.position())
        + " on timeline "
        + state.timeline()
        + ", "
        + Amounts.moment(state.atMillis())
        + " by the clock of "
        + state.leader()
        + "; "
        + Amounts.span(Math.max(0, nowMillis - state.atMillis()) / 1000)
        + " behind"
        + (problem == null ? "" : "; it does not go on: " + problem);
  }

  private void row(Object... columns) {
    line(String.format(Locale.ROOT, "%-24s %-24s %-15s %3s  %-23s %10s %10s  %s", columns));
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
