package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One replay: starts the restored server, feeds it and comes back when it stands at its target. It
 * stands when recovery has paused, or when the server asks in vain for what comes next although it
 * has applied nothing meanwhile.
 */
final class Replay {
  static final String NOTE = "replayed.json";
  private static final long STEP_MILLIS = 20;
  // A server that isn't consistent yet can't be asked; it asks this often in a second or two.
  private static final int HOPELESS_ASKS = 60;

  private final RestoredFolder folder;
  private final RestoredSettings settings;
  private final RestoredCredential credential;
  private final String endpoint;
  private final BackupManifest manifest;
  private final RestoreTarget target;
  private final LogSource source;
  private final Progress progress;
  private final Timelines line;
  private final long end;
  private final long begunNanos = System.nanoTime();
  private @Nullable Connection session;
  private ServerLimits limits;

  Replay(
      RestoredFolder folder,
      RestoredSettings settings,
      RestoredCredential credential,
      String endpoint,
      BackupManifest manifest,
      RestoreTarget target,
      LogSource source,
      Progress progress)
      throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.credential = credential;
    this.endpoint = endpoint;
    this.manifest = manifest;
    this.target = target;
    this.source = source;
    this.progress = progress;
    ArchiveState state = source.state();
    this.line =
        Timelines.newest(
            source.histories(), state == null ? manifest.timeline() : state.timeline());
    this.end =
        state == null
            ? manifest.stopPosition()
            : Math.min(state.position(), line.forkOf(state.timeline()));
    this.limits = ServerLimits.of(folder.data()).generous();
  }

  /** What was reached, for whoever asks again. */
  record Note(String backupId, RestoreTarget target, long standsAt, Replayed replayed) {}

  Note run() throws IOException, InterruptedException {
    try (LogFeed feed = new LogFeed(folder, source, line)) {
      launch(feed);
      Standing standing = untilStanding(feed);
      feed.end();
      Replayed replayed =
          new Replayed(
              standing.counted(),
              line.endingAt(standing.position()),
              standing.lastCommitMillis(),
              Math.max(0, standing.position() - manifest.startPosition()),
              (System.nanoTime() - begunNanos) / 1_000_000,
              endpoint);
      return new Note(manifest.id(), target, standing.position(), replayed);
    } finally {
      disconnect();
    }
  }

  private void launch(LogFeed feed) throws IOException {
    settings.write(target, feed.command(), limits);
    folder.launch(Map.of());
  }

  private Standing untilStanding(LogFeed feed) throws IOException, InterruptedException {
    Standing before = null;
    int asks = 0;
    while (true) {
      feed.check();
      Standing now = look();
      if (now == null) {
        requireLife(feed);
      } else if (now.paused()) {
        if (raisedLimits(feed)) {
          continue;
        }
        return now;
      } else if (before == null || now.position() != before.position()) {
        before = now;
        asks = feed.asksAtEnd();
      } else if (feed.asksAtEnd() >= asks + 2) {
        return atEnd(now, feed);
      }
      progress.tell(
          (now == null ? "not consistent yet" : "replayed to " + WalName.position(now.position()))
              + ", "
              + feed.givenBytes()
              + " bytes of log given");
      Thread.sleep(STEP_MILLIS);
    }
  }

  private void requireLife(LogFeed feed) {
    if (!folder.runs() && session == null) {
      throw ServerWords.failure(folder.file("server.log"), "the restored server has ended");
    }
    if (feed.asksAtEnd() > HOPELESS_ASKS) {
      throw corrupt(
          "the archived log ends at "
              + feed.missing()
              + " before backup "
              + manifest.id()
              + " is consistent (it needs log from "
              + WalName.position(manifest.startPosition())
              + " to "
              + WalName.position(manifest.stopPosition())
              + ")");
    }
  }

  /**
   * Recovery also pauses when the leader's limits were raised in the log: start again with them.
   */
  private boolean raisedLimits(LogFeed feed) throws IOException {
    ServerLimits needed = ServerLimits.of(folder.data());
    if (needed.coveredBy(limits)) {
      return false;
    }
    limits = needed.generous();
    disconnect();
    folder.server().kill();
    launch(feed);
    return true;
  }

  /** The log is over. Is that its end, or is something missing? */
  private Standing atEnd(Standing now, LogFeed feed) throws IOException {
    long wanted = target.kind() == RestoreTarget.Kind.LATEST ? end : needed();
    if (now.position() >= wanted) {
      return now;
    }
    WalName missing = feed.missing();
    if (missing != null && missing.start() < end && missing.number() < (end - 1) / WalName.BYTES) {
      throw corrupt("segment " + missing + " of the log is missing in the archive");
    }
    if (!tailUnfinished(now.position())) {
      throw corrupt(
          "the archived log can't be read at "
              + WalName.position(now.position())
              + " although it goes on to "
              + WalName.position(end));
    }
    return now.upTo(end);
  }

  /** Of a time, all that was archived: the plan has seen that the archive is past it. */
  private long needed() {
    Long position = target.position();
    return position == null ? end : Math.min(position, end);
  }

  private boolean tailUnfinished(long position) throws IOException {
    Path tail = folder.file("tail");
    try {
      WalName name = line.segment(position / WalName.BYTES);
      if (source.get(name.toString(), tail) == LogSource.Found.NONE) {
        return false;
      }
      return WalTail.unfinished(Files.readAllBytes(tail), position, end);
    } finally {
      Files.deleteIfExists(tail);
    }
  }

  private @Nullable Standing look() {
    try {
      Connection open = session;
      if (open == null) {
        open = credential.open("postgres", 10);
        session = open;
      }
      try (Statement statement = open.createStatement();
          ResultSet row = statement.executeQuery(Standing.ASK)) {
        row.next();
        return Standing.of(row);
      }
    } catch (SQLException e) {
      disconnect();
      return null;
    }
  }

  private void disconnect() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (SQLException e) {
      // It is gone already.
    }
    session = null;
  }

  private static ApplicationFailure corrupt(String what) {
    return Failures.of(FailureTypes.CORRUPT, what);
  }
}
