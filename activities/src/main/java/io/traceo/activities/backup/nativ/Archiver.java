package io.traceo.activities.backup.nativ;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.database.postgres.Member;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies a leader's log into the store for as long as it leads. The store is the truth: whoever is
 * killed goes on after the last segment that it has, with what the spool still holds.
 */
final class Archiver {
  private static final long PATIENCE_MILLIS = 15_000;
  private static final long DRAIN_MILLIS = 20_000;
  private static final long STEP_MILLIS = 250;

  private final BackupPlace place;
  private final ArchiveRequest request;
  private final NativeStore store;
  private final Progress progress;
  private final LeaderLog leader;

  Archiver(BackupPlace place, ArchiveRequest request, NativeStore store, Progress progress) {
    this.place = place;
    this.request = request;
    this.store = store;
    this.progress = progress;
    this.leader = new LeaderLog(new Member(request.leader(), place.database(request.leader())));
  }

  ArchiveState run() {
    try (Spool spool = new Spool(Path.of(place.access().spool()).resolve(place.group()));
        LogKeeper keeper = new LogKeeper(store.log(), spool, store.log().state().orElse(null))) {
      new SpoolLeft(spool, keeper, store.log()).store();
      String why = untilOver(spool, keeper);
      // What was received before the end is worth most just then.
      if (!keeper.drain(DRAIN_MILLIS)) {
        why += "; some of its last log is still in the spool of " + place.place();
      }
      keeper.check();
      return ended(keeper.state(), why);
    } catch (IOException e) {
      throw Failures.of(
          FailureTypes.NOT_READY,
          "the spool " + place.access().spool() + " can't be used: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "archiving was interrupted", e);
    }
  }

  /** Session after session, until the leader is no leader or stays away. Answers why. */
  private String untilOver(Spool spool, LogKeeper keeper) throws IOException, InterruptedException {
    long since = System.nanoTime();
    while (true) {
      String trouble;
      try {
        LeaderFacts facts = leader.facts();
        String over = over(facts, request);
        if (over != null) {
          return over;
        }
        keeper.tellHole(hole());
        try (LogReceiver receiver =
            new LogReceiver(place, request, leader, spool, keeper, progress, this::hole)) {
          receiver.start(facts, store.log());
          over = receiver.untilBroken();
          since = System.nanoTime();
        }
        if (over != null) {
          return over;
        }
        trouble = request.leader() + " has ended the stream";
      } catch (SQLException e) {
        trouble = request.leader() + ": " + e.getMessage();
      } catch (ApplicationFailure e) {
        if (e.isNonRetryable()) {
          throw e;
        }
        trouble = e.getOriginalMessage();
      }
      keeper.check();
      progress.tell(ended(keeper.state(), trouble));
      if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
        return trouble;
      }
      Thread.sleep(STEP_MILLIS);
    }
  }

  /** Why these facts end the copying; null when they don't. */
  static @Nullable String over(LeaderFacts facts, ArchiveRequest request) {
    if (facts.standby()) {
      return request.leader() + " is no leader any more";
    }
    if (facts.epoch() > request.epoch()) {
      return request.leader() + " leads with epoch " + facts.epoch() + ", not " + request.epoch();
    }
    return null;
  }

  /** Log that the newest backup needs and the archive lacks. */
  private @Nullable String hole() {
    List<BackupManifest> backups = store.manifests().list(place.group()).backups();
    ArchiveState state = store.log().state().orElse(null);
    if (backups.isEmpty() || state == null) {
      return null;
    }
    BackupManifest newest = backups.get(0);
    WalName missing =
        LogCover.of(store.log())
            .missing(newest.timeline(), newest.startPosition(), state.position());
    return missing == null
        ? null
        : "segment "
            + missing
            + " of the log is lost: backup "
            + newest.id()
            + " can't be rolled forward past it; take a new base backup";
  }

  private ArchiveState ended(@Nullable ArchiveState state, String why) {
    return state == null
        ? new ArchiveState(request.leader(), 0, 0, 0, 0, why)
        : new ArchiveState(
            state.leader(),
            state.timeline(),
            state.position(),
            state.atMillis(),
            state.storedAtMillis(),
            why);
  }
}
