package io.traceo.activities.backup.pgbackrest;

import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says how far the archive is. The copying is done by the leader's own archive_command; what counts
 * is what the repository has, and the leader only says how old that is.
 */
final class ArchiveWatch {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration SIGN_OF_LIFE = Duration.ofMillis(250);

  private final Repository repository;

  ArchiveWatch(Repository repository) {
    this.repository = repository;
  }

  /**
   * Watches until the leader is another; the last that was seen.
   *
   * @param progress told the state several times a second, also while nothing is asked: what it
   *     throws ends the watch at once
   */
  ArchiveState watch(BackupPlace place, ArchiveRequest request, Progress progress) {
    while (true) {
      LeaderLook leader = LeaderLook.at(request.leader(), place.database(request.leader()));
      ArchiveState state = state(repository.info(), request.leader(), leader);
      progress.tell(state);
      // A lower one is only what an aborted failover left elsewhere.
      if (leader.standby() || leader.epoch() > request.epoch()) {
        return state;
      }
      pause(request.flushEvery(), state, progress);
    }
  }

  /** What the repository alone says; null when nothing was ever archived. */
  @Nullable ArchiveState state(Info info) {
    Optional<Info.Archive> archive = info.newestArchive();
    if (archive.isEmpty() || archive.get().max() == null) {
      return null;
    }
    Segment last = Segment.of(archive.get().max());
    long stored = repository.storedAt(archive.get()).orElse(0L) * 1000;
    // The leader may have filled it a little earlier: not later.
    return new ArchiveState(
        StanzaManifests.leader(info),
        last.timeline(),
        last.end(StanzaManifests.segmentBytes(info)),
        stored,
        stored,
        null);
  }

  private ArchiveState state(Info info, String region, LeaderLook leader) {
    ArchiveState stored = state(info);
    if (stored == null) {
      return new ArchiveState(
          region, 0, 0, leader.archivedAtMillis(), 0, problem(info, region, leader));
    }
    // Nothing was written since: the archive is as new as the leader's clock.
    boolean level = leader.position() <= stored.position();
    return new ArchiveState(
        region,
        stored.timeline(),
        stored.position(),
        level ? leader.nowMillis() : stored.atMillis(),
        stored.storedAtMillis(),
        problem(info, region, leader));
  }

  /** Why nothing arrives, null when it does. */
  static @Nullable String problem(Info info, String region, LeaderLook leader) {
    if (!leader.archiving()) {
      return "archive_mode is off on " + region + "; set it to on and restart the server";
    }
    String own = info.database().map(Info.Database::systemId).orElse(leader.systemId());
    if (!own.equals(leader.systemId())) {
      return region + " is database cluster " + leader.systemId() + ", the stanza is for " + own;
    }
    if (leader.failing() != null) {
      return "archive_command of "
          + region
          + " fails for "
          + leader.failing()
          + ", last at "
          + DateTimeFormatter.ISO_INSTANT.format(
              Instant.ofEpochMilli(leader.failedAtMillis()).atOffset(ZoneOffset.UTC))
          + "; see the server's log";
    }
    String max = info.newestArchive().map(Info.Archive::max).orElse("");
    String archived = leader.archived();
    // Names of one cluster sort like the log does.
    if (archived != null && archived.length() == 24 && archived.compareTo(max) > 0) {
      return region
          + " says that it archived "
          + archived
          + ", and the repository's newest is "
          + (max.isEmpty() ? "none" : max)
          + "; its archive_command writes elsewhere";
    }
    return null;
  }

  private static void pause(Duration flushEvery, ArchiveState state, Progress progress) {
    Duration pause = flushEvery.compareTo(LONGEST_PAUSE) < 0 ? flushEvery : LONGEST_PAUSE;
    long end = System.nanoTime() + Math.max(100_000_000, pause.toNanos());
    try {
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, SIGN_OF_LIFE.toNanos()));
        progress.tell(state);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureTypes.NOT_READY, "interrupted while watching the archive", e);
    }
  }
}
