package io.traceo.activities.backup.restored;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.BackupChooser;
import io.traceo.activities.backup.BackupPlace;
import io.traceo.activities.backup.BackupProvider;
import io.traceo.activities.backup.LogSource;
import io.traceo.activities.backup.Timelines;
import io.traceo.activities.backup.WalName;
import io.traceo.activities.database.postgres.MemberLook;
import io.traceo.activities.database.postgres.Sql;
import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.Stock;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.BackupManifest;
import io.traceo.workflows.restore.RestoreTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a restore would do, and every reason against. Changes nothing. */
public final class RestorePlan {
  private final BackupPlace place;
  private final BackupProvider provider;
  private final RestoreQuery query;
  private final LeadingMember leader;
  private final List<String> refusals = new ArrayList<>();

  /**
   * @param refusals that are known already, of residency for example
   */
  public RestorePlan(
      BackupPlace place,
      BackupProvider provider,
      RestoreQuery query,
      LeadingMember leader,
      List<String> refusals) {
    this.place = place;
    this.provider = provider;
    this.query = query;
    this.leader = leader;
    this.refusals.addAll(refusals);
  }

  /** Makes it. */
  public RestoreOutlook make() {
    Stock stock = new Stock(List.of(), null, List.of());
    try {
      stock = provider.list(place);
      try (LogSource log = provider.log(place)) {
        return plan(stock, log);
      }
    } catch (ApplicationFailure e) {
      refusals.add(e.getOriginalMessage());
      return outlook(null, stock.archive(), query.target(), 0, null);
    }
  }

  private RestoreOutlook plan(Stock stock, LogSource log) {
    ArchiveState archive = stock.archive();
    Map<Integer, String> histories = log.histories();
    Timelines line = Timelines.newest(histories, archive == null ? 1 : archive.timeline());
    BackupChooser choice =
        BackupChooser.choose(stock.backups(), archive, line, query.target(), query.backupId());
    BackupManifest backup = choice.backup();
    if (backup == null || archive == null) {
      refusals.addAll(choice.reasons());
      return outlook(null, archive, query.target(), 0, null);
    }
    // One that is past the archive has a backup, and no log that leads there.
    choice.reasons().stream().filter(r -> r.contains("is past the archive")).forEach(refusals::add);
    RestoreTarget target = resolved(archive, line);
    long end = end(stock.backups(), backup, archive, line, target);
    if (refusals.isEmpty()) {
      holes(log, line, backup.startPosition(), end);
      refusals.addAll(new ClusterMark(place, log, line).against(backup));
    }
    try {
      provider.requireKey(place, backup);
    } catch (ApplicationFailure e) {
      refusals.add(e.getOriginalMessage());
    }
    long logBytes = Math.max(0, end - backup.startPosition());
    refusals.addAll(new ScratchSpace(place).against(backup, logBytes));
    return outlook(backup, archive, target, logBytes, loss(archive, target));
  }

  /** The newest that is there becomes its position. */
  private RestoreTarget resolved(ArchiveState archive, Timelines line) {
    return query.target().kind() == RestoreTarget.Kind.LATEST
        ? new RestoreTarget(
            RestoreTarget.Kind.LATEST,
            archive.atMillis(),
            Math.min(archive.position(), line.forkOf(archive.timeline())))
        : query.target();
  }

  /** Log that may be needed: of a time, at most until the next backup had begun. */
  private static long end(
      List<BackupManifest> backups,
      BackupManifest backup,
      ArchiveState archive,
      Timelines line,
      RestoreTarget target) {
    long all = Math.min(archive.position(), line.forkOf(archive.timeline()));
    Long position = target.position();
    Long at = target.atMillis();
    return switch (target.kind()) {
      case BACKUP -> backup.stopPosition();
      case LATEST -> all;
      case POSITION -> position == null ? all : Math.min(position, all);
      case TIME ->
          backups.stream()
              .filter(b -> at != null && b.startedAtMillis() >= at)
              .filter(b -> line.has(b.timeline(), b.stopPosition()))
              .mapToLong(BackupManifest::stopPosition)
              .reduce(all, Math::min);
    };
  }

  private void holes(LogSource log, Timelines line, long from, long to) {
    for (long n = from / WalName.BYTES; n * WalName.BYTES < to; n++) {
      WalName name = line.segment(n);
      LogSource.Found found = log.look(name.toString());
      boolean last = name.end() >= to;
      if (found == LogSource.Found.NONE && name.timeline() > 1) {
        // The segment with a fork may be the older timeline's alone, when little was written since.
        found = older(log, line, name);
      }
      if (found == LogSource.Found.NONE || (found == LogSource.Found.PARTIAL && !last)) {
        refusals.add(
            "segment "
                + name
                + " of the log is missing in the archive; it is needed to go from "
                + WalName.position(from)
                + " to "
                + WalName.position(to));
        return;
      }
    }
  }

  private static LogSource.Found older(LogSource log, Timelines line, WalName name) {
    for (int t = name.timeline() - 1; t >= 1; t--) {
      WalName before = new WalName(t, name.number());
      if (line.mayRead(before)) {
        LogSource.Found found = log.look(before.toString());
        if (found != LogSource.Found.NONE) {
          return found;
        }
      }
    }
    return LogSource.Found.NONE;
  }

  /** Seconds between what would be there and the last that is known to have been committed. */
  private @Nullable Double loss(ArchiveState archive, RestoreTarget target) {
    Long known = lastKnown(archive);
    Long at = target.atMillis();
    if (known == null || at == null) {
      return null;
    }
    return Math.max(0, known - at) / 1000.0;
  }

  private @Nullable Long lastKnown(ArchiveState archive) {
    try {
      if (!leader.region().isEmpty()) {
        return leader
            .member()
            .with(
                connection -> {
                  long now =
                      Sql.number(connection, "SELECT extract(epoch FROM clock_timestamp()) * 1000");
                  long flushed = Sql.number(connection, "SELECT " + MemberLook.POSITION);
                  return flushed > archive.position() ? now : archive.atMillis();
                });
      }
    } catch (ApplicationFailure e) {
      // It went meanwhile: only the archive is known.
    }
    return query.target().kind() == RestoreTarget.Kind.LATEST ? null : archive.atMillis();
  }

  private RestoreOutlook outlook(
      @Nullable BackupManifest backup,
      @Nullable ArchiveState archive,
      RestoreTarget target,
      long logBytes,
      @Nullable Double loss) {
    Path folder = Path.of(place.access().scratch().folder()).resolve(place.group());
    return new RestoreOutlook(
        backup == null ? null : backup.summary(),
        target,
        logBytes,
        loss,
        backup == null ? 0 : Speeds.of(place).estimateSeconds(backup.databaseBytes(), logBytes),
        archive == null ? null : archive.atMillis(),
        place.place() + ", " + place.access().scratch().endpoint() + ", below " + folder,
        replaces(),
        refusals);
  }

  private @Nullable String replaces() {
    DatabaseMember member = place.databases().get(query.region());
    if (member == null || member.local() == null) {
      return null;
    }
    Path current = Path.of(member.local().root()).resolve("current");
    return Files.exists(current)
        ? "the member in " + query.region() + " (" + current + ", kept beside it)"
        : "the member in " + query.region() + ", which has no data folder now";
  }
}
