package io.traceo.activities.backup.nativ;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the archive has the log from one position to another without a hole. */
final class LogCover {
  private static final long STEP_MILLIS = 250;

  /** Looks in a row: a store may list late what it has. */
  private static final int HOLES = 8;

  private final StoredLog log;

  private LogCover(StoredLog log) {
    this.log = log;
  }

  static LogCover of(StoredLog log) {
    return new LogCover(log);
  }

  /** First segment that is missing of those with these bytes; null when none is. */
  @Nullable WalName missing(int timeline, long from, long to) {
    StoredLog.Names names = log.names();
    Timelines line = Timelines.newest(log.histories(), timeline);
    for (long n = from / WalName.BYTES; n * WalName.BYTES < to; n++) {
      WalName name = line.segment(n);
      boolean last = name.end() >= to;
      if (!has(names.whole(), name, line) && !(last && has(names.partial(), name, line))) {
        return name;
      }
    }
    return null;
  }

  /** The segment with a fork may still be the older timeline's alone. */
  private static boolean has(Set<WalName> names, WalName name, Timelines line) {
    return names.contains(name)
        || names.stream().anyMatch(n -> n.number() == name.number() && line.mayRead(n));
  }

  /**
   * Waits until the archive has what a backup needs.
   *
   * @throws io.temporal.failure.ApplicationFailure {@code NotReady} when it has not by then, or as
   *     soon as it is seen to be past a hole: the log is stored in order, so nothing fills it. A
   *     backup that began before the archive did is such a one; the next try begins later.
   */
  void await(BackupManifest backup, Duration patience, Progress progress) {
    long deadline = System.nanoTime() + patience.toNanos();
    int holes = 0;
    while (true) {
      boolean past = past(backup);
      boolean whole =
          past && missing(backup.timeline(), backup.startPosition(), backup.stopPosition()) == null;
      if (whole) {
        return;
      }
      holes = past ? holes + 1 : 0;
      if (holes >= HOLES || System.nanoTime() > deadline) {
        throw Failures.of(FailureTypes.NOT_READY, lacking(backup));
      }
      progress.tell(
          "waiting for the archive to have the log up to "
              + WalName.position(backup.stopPosition()));
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failures.of(FailureTypes.NOT_READY, "interrupted while waiting for the archive", e);
      }
    }
  }

  private boolean past(BackupManifest backup) {
    ArchiveState state = log.state().orElse(null);
    return state != null
        && (state.timeline() > backup.timeline()
            || (state.timeline() == backup.timeline()
                && state.position() >= backup.stopPosition()));
  }

  private String lacking(BackupManifest backup) {
    ArchiveState state = log.state().orElse(null);
    WalName missing = missing(backup.timeline(), backup.startPosition(), backup.stopPosition());
    String has =
        state == null
            ? "nothing was ever archived"
            : "it is at " + WalName.position(state.position()) + " of timeline " + state.timeline();
    return "the archive lacks "
        + (missing == null ? "the end of the log" : "segment " + missing)
        + " that backup "
        + backup.id()
        + " needs ("
        + WalName.position(backup.startPosition())
        + " to "
        + WalName.position(backup.stopPosition())
        + "); "
        + has
        + "; is it running?";
  }
}
