package io.traceo.workflows.drill;

import io.temporal.activity.Activity;
import io.traceo.workflows.activity.FaultActivities;
import io.traceo.workflows.activity.LedgerActivities;
import io.traceo.workflows.activity.Receipt;
import io.traceo.workflows.failover.FakeWorld;
import io.traceo.workflows.ledger.LedgerAccount;
import io.traceo.workflows.ledger.LedgerAccount.ClientTimes;
import io.traceo.workflows.ledger.LedgerAccount.Clients;
import io.traceo.workflows.ledger.LedgerProgress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The drilled environment: faults, and the client that writes the ledger. */
final class FakeLab implements FaultActivities, LedgerActivities {
  private final FakeWorld world;
  private final LongSupplier clock;

  /** Faults in force: fault id to region. */
  final Map<String, String> faults = new ConcurrentHashMap<>();

  volatile double acknowledgedPerSecond = 400;
  volatile long lost;
  volatile Long lostSinceMs;
  volatile boolean ledgerRuns;

  /** What the ledger misses while it still writes. */
  volatile Losses soFar = new Losses(1200, 0, 0);

  FakeLab(FakeWorld world, LongSupplier clock) {
    this.world = world;
    this.clock = clock;
  }

  @Override
  public FaultReceipt inject(FaultRequest request) {
    world.call("inject");
    faults.put(request.faultId(), request.region());
    world.unreachable.add(request.region());
    if (request.kind() == FaultKind.DESTROY) {
      world.unreachable.addAll(List.of(FakeWorld.EAST, FakeWorld.WEST2, FakeWorld.WEST1));
    }
    world.answer("inject");
    return new FaultReceipt(request.faultId(), clock.getAsLong(), 7_000_000, List.of());
  }

  @Override
  public Receipt lift(LiftRequest request) {
    world.call("lift");
    String region = faults.remove(request.faultId());
    if (region == null) {
      return Receipt.already("no such fault in force");
    }
    world.unreachable.remove(region);
    return Receipt.done("fault lifted");
  }

  @Override
  public EnvironmentReport describe(EnvironmentQuery query) {
    world.call("describe");
    return new EnvironmentReport(List.of("regions"), 512, List.of("Java"), "in memory");
  }

  @Override
  public LedgerProgress start(LedgerStart request) {
    world.call("ledger start");
    ledgerRuns = true;
    return seen();
  }

  @Override
  public LedgerProgress progress(LedgerQuery query) {
    world.call("ledger progress");
    return seen();
  }

  @Override
  public LedgerProgress awaitConverged(LedgerConverged request) {
    world.call("ledger converged " + request.region());
    return seen();
  }

  @Override
  public Losses losses(LossQuery query) {
    world.call("ledger losses " + query.newLeader());
    return soFar;
  }

  @Override
  public LedgerAccount account(AccountRequest request) {
    world.call("ledger account " + request.oldLeader() + " " + request.newLeader());
    Activity.getExecutionContext().heartbeat(null);
    ledgerRuns = false;
    ClientTimes times = new ClientTimes(900L, 1200L);
    return new LedgerAccount(
        4000,
        lost,
        2,
        1,
        0,
        0,
        3,
        0,
        900L,
        new Clients(times, times, times),
        0.1,
        null,
        lostSinceMs);
  }

  @Override
  public Receipt stop(LedgerQuery query) {
    world.call("ledger stop");
    ledgerRuns = false;
    return Receipt.done("the ledger's process was ended");
  }

  private LedgerProgress seen() {
    return new LedgerProgress(1200, acknowledgedPerSecond, List.of());
  }
}
