package io.traceo.activities.backup.nativ;

import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.restore.ArchiveState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * One stream of a leader's log into the spool, as a standby receives it. What is on the spool's
 * disk is reported as flushed at once: a clean stop of the leader waits for that.
 */
final class LogReceiver implements AutoCloseable {
  private static final int AT_ONCE = 4 << 20;
  private static final long IDLE_MILLIS = 5;
  private static final long SILENT_MILLIS = 10_000;
  private static final long HOLE_MILLIS = 30_000;
  private static final long TELL_MILLIS = 1_000;

  private final BackupPlace place;
  private final ArchiveRequest request;
  private final LeaderLog leader;
  private final Spool spool;
  private final LogKeeper keeper;
  private final Progress progress;
  private final Supplier<@Nullable String> hole;
  private @Nullable LeaderPulse pulse;
  private @Nullable Connection session;
  private @Nullable PGReplicationStream stream;
  private int timeline;
  private long position;
  private long flushedAt = System.nanoTime();
  private long holeAt = System.nanoTime();
  private long toldAt;

  LogReceiver(
      BackupPlace place,
      ArchiveRequest request,
      LeaderLog leader,
      Spool spool,
      LogKeeper keeper,
      Progress progress,
      Supplier<@Nullable String> hole) {
    this.place = place;
    this.request = request;
    this.leader = leader;
    this.spool = spool;
    this.keeper = keeper;
    this.progress = progress;
    this.hole = hole;
  }

  /** Stores what of older timelines is missing, and begins the stream. */
  void start(LeaderFacts facts, StoredLog objects)
      throws SQLException, IOException, InterruptedException {
    timeline = facts.timeline();
    pulse = new LeaderPulse(leader, facts);
    spool.dropParts();
    leader.requireSlot();
    Map<Integer, String> histories = leader.histories(timeline);
    Timelines line = LeaderLog.line(timeline, histories);
    // The spool first: a segment leaves it only once it is in the store.
    Set<WalName> kept = new HashSet<>(spool.whole());
    kept.addAll(objects.names().whole());
    ResumePoint point = ResumePoint.of(line, kept, leader.segments(), facts.flushed());
    for (WalName old : point.copied()) {
      byte[] content = leader.segment(old);
      if (content == null) {
        throw new SQLException(old + " went while it was asked for", "58P01");
      }
      while (!keeper.copied(old, content)) {
        keeper.check();
        progress.tell(old + " waits for the store");
      }
      progress.tell(old + " copied");
    }
    histories.forEach((number, text) -> objects.putHistory(number, text));
    if (point.hole() != null) {
      keeper.tellHole(point.hole());
    }
    position = point.next() * WalName.BYTES;
    session = ReplicationLogin.open(place, request.leader());
    stream =
        session
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .replicationStream()
            .physical()
            .withSlotName(LeaderLog.SLOT)
            .withStartPosition(LogSequenceNumber.valueOf(position))
            .withStatusInterval(1, TimeUnit.SECONDS)
            .start();
  }

  /**
   * Receives until the stream breaks.
   *
   * @return why the leader is none to copy from any more; null when only the stream has ended
   */
  @Nullable String untilBroken() throws SQLException, IOException, InterruptedException {
    PGReplicationStream from = Objects.requireNonNull(stream);
    LeaderPulse watched = Objects.requireNonNull(pulse);
    try {
      while (!from.isClosed()) {
        keeper.check();
        boolean received = receive(from);
        String over = Archiver.over(watched.facts(), request);
        if (over != null || watched.facts().timeline() != timeline) {
          return over;
        }
        if (watched.silentMillis() > SILENT_MILLIS) {
          throw new SQLException("no answer: " + watched.trouble(), "08006");
        }
        chores(watched.facts());
        if (!received) {
          Thread.sleep(IDLE_MILLIS);
        }
      }
      return null;
    } finally {
      flush(watched.facts(), true);
    }
  }

  private boolean receive(PGReplicationStream from) throws SQLException, IOException {
    int bytes = 0;
    for (ByteBuffer next = from.readPending(); next != null; next = from.readPending()) {
      long end = from.getLastReceiveLSN().asLong();
      bytes += next.remaining();
      spool.append(timeline, end - next.remaining(), next).forEach(keeper::segment);
      position = end;
      if (bytes >= AT_ONCE) {
        break;
      }
    }
    if (bytes > 0) {
      spool.force();
      LogSequenceNumber safe = LogSequenceNumber.valueOf(position);
      from.setFlushedLSN(safe);
      from.setAppliedLSN(safe);
      from.forceUpdateStatus();
    }
    return bytes > 0;
  }

  private void chores(LeaderFacts facts) throws IOException {
    long now = System.nanoTime();
    long due = now - flushedAt - request.flushEvery().toNanos();
    // A second's grace to receive what the leader had when it was asked: then the time counts.
    if (due > 0 && (position >= facts.flushed() || due > 1_000_000_000L)) {
      flushedAt = now;
      flush(facts, false);
    }
    if (now - holeAt > TimeUnit.MILLISECONDS.toNanos(HOLE_MILLIS)) {
      holeAt = now;
      ArchiveState known = keeper.state();
      if (known != null && known.problem() != null) {
        keeper.tellHole(hole.get());
      }
    }
    if (now - toldAt > TimeUnit.MILLISECONDS.toNanos(TELL_MILLIS)) {
      toldAt = now;
      ArchiveState known = keeper.state();
      progress.tell(known == null ? "nothing stored yet" : known);
    }
  }

  private void flush(LeaderFacts facts, boolean last) throws IOException {
    if (!keeper.takesFlush(last)) {
      return; // it is in the spool
    }
    WalName name = spool.filling();
    byte[] content = name == null ? new byte[0] : spool.part(name);
    keeper.flush(
        new LogKeeper.Sample(request.leader(), facts.atMillis(), facts.flushed()),
        timeline,
        name,
        content,
        position);
  }

  @Override
  public void close() {
    if (pulse != null) {
      pulse.close();
    }
    if (session != null) {
      try {
        session.abort(Runnable::run);
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }
}
