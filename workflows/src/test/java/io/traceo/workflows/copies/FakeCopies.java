package io.traceo.workflows.copies;

import io.temporal.activity.Activity;
import io.traceo.workflows.activity.CopiesActivities;
import io.traceo.workflows.contract.FailureTypes;
import io.traceo.workflows.failover.FakeWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The synchronous set of the fake world's leader; who is silent, a test says. */
public final class FakeCopies implements CopiesActivities {
  /** Followers that are silent; everybody else streams. */
  public final Set<String> silent = ConcurrentHashMap.newKeySet();

  /** Members that never pass what was written before a change. */
  public final Set<String> behind = ConcurrentHashMap.newKeySet();

  public volatile List<String> set = List.of(FakeWorld.WEST2, FakeWorld.WEST1);
  public volatile int quorum = 1;
  private final FakeWorld world;

  public FakeCopies(FakeWorld world) {
    this.world = world;
  }

  @Override
  public CopiesSeen watch(CopiesWatch request) {
    while (true) {
      CopiesSeen seen = seen(request);
      boolean changes =
          CopiesRule.next(request.recorded(), seen, request.followers(), request.quorum(), 0)
              != null;
      if (changes || request.onceOnly()) {
        return seen;
      }
      Activity.getExecutionContext().heartbeat(null);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private CopiesSeen seen(CopiesWatch request) {
    List<String> alive = new ArrayList<>(request.followers());
    alive.removeAll(silent);
    List<String> gone = new ArrayList<>(request.followers());
    gone.removeAll(alive);
    return new CopiesSeen(alive, gone, set, quorum);
  }

  @Override
  public CopiesChanged change(CopiesChange request) {
    world.call("set " + request.quorum() + " of " + String.join(",", request.members()));
    if (world.highestEpoch() > request.epoch()) {
      throw FakeWorld.failure(FailureTypes.STALE_EPOCH, "epoch is " + world.highestEpoch());
    }
    set = request.quorum() == 0 ? List.of() : request.members();
    quorum = request.quorum();
    boolean passed = request.members().stream().noneMatch(behind::contains);
    return new CopiesChanged(1000, passed || !request.awaitPassed(), "set");
  }
}
