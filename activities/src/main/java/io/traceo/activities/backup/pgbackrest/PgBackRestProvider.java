package io.traceo.activities.backup.pgbackrest;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.Failures;
import io.traceo.activities.Progress;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.BackupProvider;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.place.PlaceConfig.PgBackRestAccess;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.activity.BackupActivities.BackupOutlook;
import io.traceo.workflows.activity.BackupActivities.PruneRequest;
import io.traceo.workflows.activity.BackupActivities.Pruned;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.activity.BackupActivities.TakeRequest;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Backups by pgBackRest as an operator has set it up: its configuration names the repository, the
 * cipher, how to reach the database, and how long backups are kept. Written against 2.45, which
 * knows PostgreSQL up to 15. For stanzas with one repository.
 */
public final class PgBackRestProvider implements BackupProvider {
  /** What the configuration and manifests call it. */
  public static final String NAME = "pgbackrest";

  // A base of any size; whoever asked has a limit of his own, and ends it by the progress.
  private static final Duration LONG = Duration.ofDays(2);

  /** What a lost leader may cost: the recovery point that backups promise. */
  private static final Duration SWITCH = Duration.ofSeconds(60);

  @Override
  public BackupOutlook outlook(BackupPlace place, String leader) {
    List<String> refusals = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    long bytes = 0;
    try {
      Info info = repository(place).info();
      if ("none".equals(info.cipher())) {
        refusals.add(
            "the repository is not encrypted; set repo1-cipher-type and repo1-cipher-pass in "
                + access(place).config()
                + " and make the stanza anew");
      }
      if (leader.isEmpty()) {
        refusals.add("no leader is in reach");
      } else {
        LeaderLook look = LeaderLook.at(leader, place.database(leader));
        bytes = LeaderLook.databaseBytes(leader, place.database(leader));
        slowSwitch(leader, look).ifPresent(warnings::add);
        if (look.standby()) {
          refusals.add(leader + " is in recovery and leads nobody");
        }
        if (look.archiving() && !look.command()) {
          refusals.add("archive_command of " + leader + " does not call pgbackrest");
        }
        Optional.ofNullable(ArchiveWatch.problem(info, leader, look)).ifPresent(refusals::add);
      }
    } catch (ApplicationFailure e) {
      refusals.add(e.getOriginalMessage());
    }
    return new BackupOutlook(
        place.place(),
        leader,
        bytes,
        "pgBackRest stanza " + access(place).stanza() + " by " + access(place).config(),
        place.access().keyId(),
        NAME,
        refusals,
        warnings);
  }

  /** The program archives whole segments: what is in an unfinished one dies with the leader. */
  private static Optional<String> slowSwitch(String leader, LeaderLook look) {
    if (look.switchSeconds() > 0 && look.switchSeconds() <= SWITCH.toSeconds()) {
      return Optional.empty();
    }
    return Optional.of(
        "archive_timeout of "
            + leader
            + " is "
            + (look.switchSeconds() == 0 ? "off" : look.switchSeconds() + " s")
            + ": a leader that is lost costs what was written "
            + (look.switchSeconds() == 0
                ? "since its last full segment, however long that is"
                : "in up to that time")
            + "; set it to "
            + SWITCH.toSeconds()
            + " s or less");
  }

  @Override
  public BackupManifest take(BackupPlace place, TakeRequest request, Progress progress) {
    Repository repository = repository(place);
    Info before = repository.info();
    Optional<Info.Backup> there = before.find(request.backupId());
    if (there.isPresent()) {
      return StanzaManifests.of(place, before, there.get());
    }
    // An archive that does not work is found now, not after hours of copying.
    repository.program().need(List.of("check"), LONG, progress);
    repository
        .program()
        .need(
            List.of(
                "backup",
                "--type=full",
                "--annotation=" + Info.Backup.ID + "=" + request.backupId(),
                "--annotation=" + Info.Backup.LEADER + "=" + request.leader(),
                "--log-level-console=detail"),
            LONG,
            progress);
    Info after = repository.info();
    Info.Backup taken =
        after
            .find(request.backupId())
            .orElseThrow(
                () ->
                    Failures.of(
                        FailureTypes.NOT_READY,
                        "pgBackRest ended well and lists no backup " + request.backupId()));
    if (taken.error()) {
      throw Failures.of(FailureTypes.CORRUPT, damagedPages(taken));
    }
    return StanzaManifests.of(place, after, taken);
  }

  @Override
  public Pruned prune(BackupPlace place, PruneRequest request, Progress progress) {
    Repository repository = repository(place);
    Info before = repository.info();
    // By the repository's own retention, which never takes the last full backup.
    repository.program().need(List.of("expire"), LONG, progress);
    Info after = repository.info();
    List<String> left = after.backup().stream().map(Info.Backup::label).toList();
    List<String> removed =
        before.backup().stream().map(Info.Backup::label).filter(l -> !left.contains(l)).toList();
    return new Pruned(removed, List.of(), segments(before, after));
  }

  private static long segments(Info before, Info after) {
    String from = before.newestArchive().map(Info.Archive::min).orElse(null);
    String to = after.newestArchive().map(Info.Archive::min).orElse(null);
    if (from == null || to == null || !from.substring(0, 8).equals(to.substring(0, 8))) {
      return 0;
    }
    return Segment.of(from).countTo(Segment.of(to), StanzaManifests.segmentBytes(after)) - 1;
  }

  @Override
  public Stock list(BackupPlace place) {
    Repository repository = repository(place);
    Info info = repository.info();
    List<BackupManifest> good = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Info.Backup backup : info.newestFirst()) {
      if (backup.error()) {
        broken.add(damagedPages(backup));
      } else {
        good.add(StanzaManifests.of(place, info, backup));
      }
    }
    return new Stock(good, new ArchiveWatch(repository).state(info), broken);
  }

  @Override
  public ArchiveState archive(BackupPlace place, ArchiveRequest request, Progress progress) {
    AtomicReference<Object> last = new AtomicReference<>("asking the repository");
    // A repository may be slow to answer: what was last seen is told meanwhile.
    Repository repository =
        new Repository(new Program(access(place)), unusedPercent -> progress.tell(last.get()));
    return new ArchiveWatch(repository)
        .watch(
            place,
            request,
            state -> {
              last.set(state);
              progress.tell(state);
            });
  }

  @Override
  public long fetch(BackupPlace place, String backupId, Path data, Progress progress) {
    Repository repository = repository(place);
    Info.Backup backup = known(repository.info(), backupId);
    new BaseRestore(repository.program(), control(place)).run(backup, data, LONG, progress);
    return StanzaManifests.storedBytes(backup);
  }

  @Override
  public BackupManifest manifest(BackupPlace place, String backupId) {
    Info info = repository(place).info();
    return StanzaManifests.of(place, info, known(info, backupId));
  }

  @Override
  public LogSource log(BackupPlace place) {
    Repository repository = repository(place);
    Info info = repository.info();
    return new PgBackRestLog(
        repository, control(place), info, new ArchiveWatch(repository).state(info));
  }

  private static Info.Backup known(Info info, String backupId) {
    Info.Backup backup =
        info.find(backupId)
            .orElseThrow(
                () ->
                    Failures.of(
                        FailureTypes.INVALID_REQUEST,
                        "the repository has no backup "
                            + backupId
                            + "; it has "
                            + info.newestFirst().stream().map(Info.Backup::label).toList()));
    if (backup.error()) {
      throw Failures.of(FailureTypes.CORRUPT, damagedPages(backup));
    }
    return backup;
  }

  private static String damagedPages(Info.Backup backup) {
    return backup.label()
        + ": pages with wrong checksums were found when it was taken; check the leader's disk, see"
        + " the log of pgBackRest for the files";
  }

  private static PgBackRestAccess access(BackupPlace place) {
    PgBackRestAccess access = place.access().pgbackrest();
    if (access == null) {
      throw Failures.of(
          FailureTypes.INVALID_REQUEST,
          "place "
              + place.place()
              + " has provider pgbackrest and no backup.pgbackrest; set"
              + " program, config and stanza");
    }
    return access;
  }

  private static Repository repository(BackupPlace place) {
    return new Repository(new Program(access(place)));
  }

  private static ControlCopy control(BackupPlace place) {
    return new ControlCopy(new Program(access(place)), Path.of(place.access().spool()));
  }
}
