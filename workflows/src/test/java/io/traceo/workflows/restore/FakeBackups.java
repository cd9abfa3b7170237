package io.traceo.workflows.restore;

import io.temporal.activity.Activity;
import io.traceo.workflows.activity.BackupActivities;
import io.traceo.workflows.activity.DatabaseActivities.Check;
import io.traceo.workflows.activity.DatabaseActivities.MemberState;
import io.traceo.workflows.activity.DatabaseActivities.Verification;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FakeWorld;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A cold region that behaves as a real one does, with faults that a test sets in the world. */
public final class FakeBackups implements BackupActivities {
  private static final long POSITION = 900;
  private final FakeWorld world;
  private final LongSupplier clock;

  /** Restored servers that stand in their own folder. */
  public final Set<String> standing = ConcurrentHashMap.newKeySet();

  /** Restore id of the server that is the member's own; null for none. */
  public volatile String installed;

  /** Of these the ones that are still being restored. */
  final Set<String> unfinished = ConcurrentHashMap.newKeySet();

  volatile List<String> refusals = List.of();
  volatile List<String> broken = List.of();
  volatile Double lossSeconds = 0.4;
  volatile long replayedTo = POSITION;
  volatile long backupAgeMs = 3_600_000;
  volatile boolean anyBackup = true;
  volatile boolean copiesOn;
  volatile List<Check> checks = List.of(new Check("checksums", true, "of 12 pages"));
  public volatile Supplier<ArchiveState> archive;

  public FakeBackups(FakeWorld world, LongSupplier clock) {
    this.world = world;
    this.clock = clock;
    archive = () -> state(0, null);
  }

  /** So far behind now. */
  ArchiveState state(long behindMs, String problem) {
    long at = clock.getAsLong() - behindMs;
    return new ArchiveState(world.leader, 1, POSITION, at, at, problem);
  }

  private BackupManifest manifest(String id) {
    long at = clock.getAsLong() - backupAgeMs;
    return new BackupManifest(
        1,
        id,
        "na",
        "id",
        world.leader,
        "us-west-2",
        1,
        2,
        1,
        4096,
        1024,
        "key",
        "check",
        List.of("18.6"),
        List.of(),
        at - 1000,
        at,
        "native");
  }

  @Override
  public BackupOutlook outlook(BackupQuery query) {
    world.call("outlook");
    return new BackupOutlook(
        "us-west-2", world.leader, 4096, "a folder", "key", "native", refusals);
  }

  @Override
  public BackupManifest take(TakeRequest request) {
    world.call("take " + request.leader());
    if (!request.leader().equals(world.leader)) {
      throw FakeWorld.failure(FailureTypes.CONFLICT, request.leader() + " is a standby");
    }
    if (world.unreachable.contains(request.leader())) {
      throw FakeWorld.failure(FailureTypes.UNREACHABLE, request.leader() + " is away");
    }
    world.answer("take " + request.leader());
    return manifest(request.backupId());
  }

  @Override
  public Pruned prune(PruneRequest request) {
    world.call("prune " + request.keep());
    return new Pruned(List.of("old"), List.of(), 3);
  }

  @Override
  public Stock list(BackupQuery query) {
    world.call("list");
    return new Stock(anyBackup ? List.of(manifest("b1")) : List.of(), archive.get(), broken);
  }

  @Override
  public ArchiveState archive(ArchiveRequest request) {
    world.call("archive " + request.leader() + " " + request.epoch());
    while (copiesOn) {
      Activity.getExecutionContext().heartbeat(null);
      LockSupport.parkNanos(20_000_000);
    }
    return archive.get();
  }

  @Override
  public RestoreOutlook planRestore(RestoreQuery query) {
    world.call("plan " + query.region() + " " + query.target().kind());
    RestoreTarget target =
        new RestoreTarget(query.target().kind(), query.target().atMillis(), POSITION);
    return new RestoreOutlook(
        manifest(query.backupId() == null ? "b1" : query.backupId()),
        target,
        512,
        lossSeconds,
        60,
        clock.getAsLong(),
        "in " + query.region(),
        null,
        refusals);
  }

  @Override
  public Fetched fetch(FetchRequest request) {
    world.call("fetch");
    standing.add(request.server().restoreId());
    world.answer("fetch");
    return new Fetched("/scratch", 4096, 1024, 10);
  }

  @Override
  public Replayed replay(ReplayRequest request) {
    world.call("replay " + request.target().kind());
    return new Replayed(replayedTo, 1, clock.getAsLong(), 512, 10, "127.0.0.1:6000");
  }

  @Override
  public Verification verify(RestoredCheck request) {
    world.call("check " + request.checks().size() + " " + request.leader());
    return new Verification(checks);
  }

  @Override
  public Receipt open(RestoredServer server) {
    world.call("open");
    return Receipt.done("open");
  }

  @Override
  public Receipt discard(RestoredServer server) {
    world.call("discard");
    if (server.restoreId().equals(installed)) {
      throw FakeWorld.failure(FailureTypes.CONFLICT, "it is the member's own");
    }
    return standing.remove(server.restoreId()) ? Receipt.done("gone") : Receipt.already("gone");
  }

  @Override
  public KeptServers kept(BackupQuery query) {
    world.call("kept");
    Set<String> all = new TreeSet<>(standing);
    if (installed != null) {
      all.add(installed);
    }
    return new KeptServers(
        all.stream()
            .map(
                id ->
                    new KeptServer(
                        id,
                        "b1",
                        POSITION,
                        null,
                        true,
                        !unfinished.contains(id),
                        "127.0.0.1:6000",
                        id.equals(installed)))
            .toList());
  }

  @Override
  public MemberState install(InstallRequest request) {
    String region = request.server().region();
    world.call("install " + region);
    if (region.equals(world.leader)) {
      throw FakeWorld.failure(FailureTypes.CONFLICT, region + " leads");
    }
    installed = request.server().restoreId();
    standing.remove(installed);
    world.epochs.put(region, request.epoch());
    world.positions.put(region, replayedTo);
    world.upstreams.remove(region);
    world.unreachable.remove(region);
    world.answer("install " + region);
    return new MemberState(
        region, true, true, 1, replayedTo, request.epoch(), "id", null, List.of(), 0, null);
  }

  @Override
  public Receipt uninstall(UninstallRequest request) {
    String region = request.server().region();
    world.call("uninstall " + region + " " + request.epoch());
    if (region.equals(world.leader)) {
      throw FakeWorld.failure(FailureTypes.CONFLICT, region + " leads");
    }
    if (installed == null) {
      return Receipt.already("never installed");
    }
    standing.add(installed);
    installed = null;
    world.epochs.put(region, request.epoch());
    if (request.upstream() != null) {
      world.upstreams.put(region, request.upstream());
    }
    return Receipt.done("the former folder is used again");
  }
}
