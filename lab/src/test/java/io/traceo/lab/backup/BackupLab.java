package io.traceo.lab.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import io.traceo.activities.backup.BackupService;
import io.traceo.activities.backup.nativ.NativeBackups;
import io.traceo.activities.place.Endpoint;
import io.traceo.activities.place.PlaceConfig;
import io.traceo.activities.place.PlaceConfig.BackupAccess;
import io.traceo.activities.place.PlaceConfig.GroupAccess;
import io.traceo.activities.place.PlaceConfig.ScratchAccess;
import io.traceo.activities.place.PlaceConfig.StoreAccess;
import io.traceo.lab.Eventually;
import io.traceo.lab.postgres.PostgresBinaries;
import io.traceo.lab.postgres.Steps;
import io.traceo.lab.postgres.ThreeMembers;
import io.traceo.workflows.activity.BackupActivities.ArchiveRequest;
import io.traceo.workflows.activity.BackupActivities.BackupQuery;
import io.traceo.workflows.activity.BackupActivities.FetchRequest;
import io.traceo.workflows.activity.BackupActivities.ReplayRequest;
import io.traceo.workflows.activity.BackupActivities.Replayed;
import io.traceo.workflows.activity.BackupActivities.RestoreOutlook;
import io.traceo.workflows.activity.BackupActivities.RestoreQuery;
import io.traceo.workflows.activity.BackupActivities.RestoredCheck;
import io.traceo.workflows.activity.BackupActivities.RestoredServer;
import io.traceo.workflows.activity.BackupActivities.SqlCheck;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.restore.ArchiveState;
import io.traceo.workflows.restore.RestoreTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Backups of {@link ThreeMembers}, as the cold region keeps them. */
final class BackupLab implements AutoCloseable {
  static final String COLD = ThreeMembers.REGIONS.get(1);

  final ThreeMembers group;
  final Path folder;
  final BackupService service;
  private final StoreAccess store;
  private final Set<String> ids = new java.util.concurrent.ConcurrentSkipListSet<>();

  /** In a folder. */
  BackupLab(int net, String address) throws Exception {
    this(net, address, null);
  }

  /**
   * @param store where the backups go; null for a folder of its own
   */
  BackupLab(int net, String address, @Nullable StoreAccess store) throws Exception {
    group = new ThreeMembers(net);
    folder = Files.createTempDirectory("traceo-backup-it");
    // The restored server's user has to get through.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectories(folder.resolve("store"));
    this.store =
        store != null
            ? store
            : new StoreAccess("directory", own.toString(), null, null, null, null, 0);
    Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));
    service = service(folder.resolve("key"), address);
  }

  /** The cold region's own, with that key. */
  BackupService service(Path key, String address) throws Exception {
    PlaceConfig config = group.config(COLD, "");
    GroupAccess plain = config.groups().get(ThreeMembers.GROUP);
    BackupAccess access =
        new BackupAccess(
            NativeBackups.NAME,
            store,
            "k1",
            "file:" + key,
            folder.resolve("spool").toString(),
            new ScratchAccess(
                PostgresBinaries.bin().toString(),
                folder.resolve("scratch").toString(),
                new Endpoint(address, 15433)),
            null);
    return new BackupService(
        new PlaceConfig(
            COLD,
            "",
            "",
            Map.of(
                ThreeMembers.GROUP,
                new GroupAccess(plain.databases(), plain.routing(), Map.of(), Map.of(), access)),
            null,
            ""),
        group.topology());
  }

  /** Archives from that leader until it ends by itself. */
  CompletableFuture<@Nullable ArchiveState> archive(String leader, long epoch) {
    return CompletableFuture.supplyAsync(
        () ->
            service.archive(
                new ArchiveRequest(ThreeMembers.GROUP, leader, epoch, Duration.ofMillis(300))));
  }

  RestoredServer server(String id) {
    ids.add(id);
    return new RestoredServer(ThreeMembers.GROUP, COLD, id);
  }

  /** A leader's clock in milliseconds, cut: later than every commit a moment ago. */
  long clock(String leader) throws Exception {
    Thread.sleep(2);
    try (Connection connection = group.operator(leader)) {
      long millis =
          Steps.number(connection, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
      Thread.sleep(2);
      return millis;
    }
  }

  /** Numbered commits; for each, a moment before the next. */
  Map<Long, Long> commits(String leader, long from, long to) throws Exception {
    Map<Long, Long> moments = new TreeMap<>();
    try (Connection connection = group.operator(leader)) {
      for (long n = from; n <= to; n++) {
        Steps.run(
            connection,
            "INSERT INTO ledger.entry (client, seq, sent_at) VALUES ('numbered', "
                + n
                + ", now())");
        moments.put(n, clock(leader));
      }
    }
    return moments;
  }

  /** Waits until the archive has everything that a leader has now. */
  ArchiveState awaitArchive(String leader) throws Exception {
    long millis = clock(leader);
    AtomicReference<@Nullable ArchiveState> state = new AtomicReference<>();
    Eventually.within(
        60,
        () -> "the archive is at " + state.get(),
        () -> {
          ArchiveState now = service.list(new BackupQuery(ThreeMembers.GROUP)).archive();
          state.set(now);
          return now != null && now.atMillis() >= millis;
        });
    return Objects.requireNonNull(state.get());
  }

  RestoreOutlook plan(RestoreTarget target) {
    return service.planRestore(new RestoreQuery(ThreeMembers.GROUP, COLD, target, null));
  }

  /** Fetched and replayed. */
  Replayed restore(String id, RestoreTarget target) {
    RestoreOutlook plan = plan(target);
    assertThat(plan.refusals()).isEmpty();
    String backup = requireNonNull(plan.backup()).id();
    service.fetch(new FetchRequest(server(id), backup));
    return service.replay(new ReplayRequest(server(id), backup, target));
  }

  static RestoreTarget at(long millis) {
    return new RestoreTarget(RestoreTarget.Kind.TIME, millis, null);
  }

  /** What a question to a restored server says; the other checks must hold too. */
  void requireTrue(String id, String sql, @Nullable String leader) {
    Verification checks =
        service.verify(new RestoredCheck(server(id), "", List.of(new SqlCheck(sql, sql)), leader));
    assertThat(checks.checks()).allMatch(c -> c.ok());
  }

  /** Exactly the numbered commits up to this one. */
  void requireUpTo(String id, long last, @Nullable String leader) {
    requireTrue(
        id,
        "SELECT max(seq) = "
            + last
            + " AND count(*) = "
            + last
            + " FROM ledger.entry WHERE client = 'numbered'",
        leader);
  }

  @Override
  public void close() {
    for (String id : ids) {
      try {
        service.discard(server(id));
      } catch (ApplicationFailure e) {
        // It is a member now, and ends with the group.
      }
    }
    group.close();
    io.traceo.lab.LabFolder.remove(folder);
  }
}
