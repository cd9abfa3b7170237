package io.traceo.activities.health;

import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.ObserveRequest;
import io.traceo.workflows.activity.HealthActivities.View;
import io.traceo.workflows.topology.ProbeSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one leader from one place, for as long as anybody asks. Probes go on between two calls of
 * the activity, so that a re-scheduled one does not start cold.
 *
 * <p>A probe starts every interval whether or not the last has answered: two connections take turns
 * so that a silent one does not hold up the next.
 */
final class LeaderWatch implements AutoCloseable {
  private static final int LANES = 3;

  private final ObserveRequest request;
  private final ProbeSettings settings;
  private final ScheduledExecutorService threads;
  private final ProbeJudge judge;
  private final List<Lane> lanes = new ArrayList<>();
  private final Prober sync;
  private final List<Prober> witnesses = new ArrayList<>();
  private final List<ScheduledFuture<?>> running = new ArrayList<>();
  private final ServiceProbe service;
  private volatile @Nullable Long networkMs;
  private volatile @Nullable Long freshnessMs;
  private @Nullable View changedTo;
  private long changedAtMillis;
  private boolean syncBusy;
  private int turn;
  private volatile long lastUsedNanos = System.nanoTime();

  LeaderWatch(
      ObserveRequest request,
      Map<String, DatabaseMember> members,
      ServiceProbe service,
      ScheduledExecutorService threads) {
    this.request = request;
    this.settings = request.probes();
    this.threads = threads;
    this.service = service;
    this.judge = new ProbeJudge(settings, System.nanoTime());
    DatabaseMember leader = member(members, request.leader());
    for (int i = 0; i < LANES; i++) {
      lanes.add(new Lane(new Prober(leader, request.observer(), "local")));
    }
    sync = new Prober(leader, request.observer(), "sync");
    for (String standby : request.standbys()) {
      witnesses.add(new Prober(member(members, standby), request.observer(), "read"));
    }
    every(this::probe);
    every(this::probeQuorum);
    for (Prober witness : witnesses) {
      every(() -> look(witness));
    }
  }

  private static DatabaseMember member(Map<String, DatabaseMember> members, String region) {
    DatabaseMember found = members.get(region);
    if (found == null) {
      throw new IllegalArgumentException("no way to the database of " + region);
    }
    return found;
  }

  private void every(Runnable work) {
    running.add(
        threads.scheduleAtFixedRate(
            () -> threads.execute(work), 0, settings.interval().toMillis(), TimeUnit.MILLISECONDS));
  }

  private void probe() {
    Lane lane;
    synchronized (this) {
      lane = lanes.get(turn++ % LANES);
      if (lane.busy) {
        return;
      }
      lane.busy = true;
    }
    attempt(lane, false);
  }

  private void attempt(Lane lane, boolean recheck) {
    long started = System.nanoTime();
    lane.started = started;
    ScheduledFuture<?> limit =
        threads.schedule(
            () -> timedOut(lane, started), settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    try {
      lane.prober.beat();
      limit.cancel(false);
      succeeded(lane, started);
    } catch (SQLException | RuntimeException e) {
      limit.cancel(false);
      failed(lane, started, e, recheck);
    }
  }

  private synchronized void succeeded(Lane lane, long started) {
    lane.busy = false;
    networkMs = (System.nanoTime() - started) / 1_000_000;
    judge.succeeded();
    note();
  }

  /** The lane's connection is given up; its thread comes back with an error that is not counted. */
  private void timedOut(Lane lane, long started) {
    synchronized (this) {
      if (!lane.busy || lane.started != started) {
        return;
      }
      lane.busy = false;
      lane.started = 0;
      lane.gaveUp = started;
      judge.failed(
          lane.connected, true, "no answer in " + settings.timeout().toMillis() + " ms", now());
      note();
    }
    lane.prober.drop();
    lane.prober = lane.prober.again();
  }

  private void failed(Lane lane, long started, Exception e, boolean recheck) {
    synchronized (this) {
      if (lane.gaveUp == started) {
        return;
      }
      String state = e instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
      // The server answered, but the row could not be written: the storage, or a standby.
      boolean connected =
          !state.startsWith("08")
              && !state.startsWith("57P")
              && !state.isEmpty()
              && !state.equals("25006");
      lane.connected = connected;
      String problem =
          state.equals("25006") ? "answers as a standby" : String.valueOf(e.getMessage());
      judge.failed(connected, false, problem, now());
      note();
      lane.busy = false;
    }
    lane.prober.drop();
    if (!recheck) {
      var unused =
          threads.schedule(
              () -> threads.execute(() -> recheck(lane)),
              settings.recheck().toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void recheck(Lane lane) {
    synchronized (this) {
      if (lane.busy) {
        return;
      }
      lane.busy = true;
    }
    attempt(lane, true);
  }

  private void probeQuorum() {
    synchronized (this) {
      note();
      if (syncBusy) {
        return;
      }
      syncBusy = true;
      judge.syncStarted(now());
    }
    try {
      sync.beat();
    } catch (SQLException | RuntimeException e) {
      sync.drop();
    }
    synchronized (this) {
      syncBusy = false;
      judge.syncDone();
      note();
    }
  }

  private void look(Prober witness) {
    if (!witness.begin()) {
      return;
    }
    try {
      Prober.Rows rows = witness.rows();
      synchronized (this) {
        judge.looked(rows.sum(), now());
        freshnessMs = rows.ageMs() < 0 ? null : rows.ageMs();
        note();
      }
    } catch (SQLException | RuntimeException e) {
      witness.drop();
    } finally {
      witness.end();
    }
  }

  private void note() {
    View view = judge.view(now());
    if (view != null && view != changedTo) {
      changedTo = view;
      changedAtMillis = System.currentTimeMillis();
      notifyAll();
    }
  }

  /** Waits at most this long for a view other than the last one; null when there is none. */
  synchronized @Nullable Observation next(@Nullable View last, long millis)
      throws InterruptedException {
    lastUsedNanos = System.nanoTime();
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (changedTo == null || changedTo == last) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
    return new Observation(
        request.observer(),
        request.leader(),
        changedTo,
        changedAtMillis,
        judge.detail(),
        service.problem(),
        networkMs,
        freshnessMs);
  }

  /** Whether nobody has asked for this long. */
  boolean idleFor(long nanos) {
    return System.nanoTime() - lastUsedNanos > nanos;
  }

  private static long now() {
    return System.nanoTime();
  }

  @Override
  public void close() {
    running.forEach(r -> r.cancel(false));
    lanes.forEach(l -> l.prober.drop());
    sync.drop();
    witnesses.forEach(Prober::drop);
  }

  private static final class Lane {
    private volatile Prober prober;
    private boolean busy;
    private boolean connected;
    private long started;
    private long gaveUp;

    Lane(Prober prober) {
      this.prober = prober;
    }
  }
}
