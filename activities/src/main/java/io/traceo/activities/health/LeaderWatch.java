package io.traceo.activities.health;

import io.traceo.activities.place.PlaceConfig.DatabaseMember;
import io.traceo.workflows.activity.HealthActivities.Concern;
import io.traceo.workflows.activity.HealthActivities.Observation;
import io.traceo.workflows.activity.HealthActivities.ObserveRequest;
import io.traceo.workflows.activity.HealthActivities.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one leader from one place, for as long as anybody asks. Probes go on between two calls of
 * the activity, so that a re-scheduled one does not start cold.
 */
final class LeaderWatch implements HeartbeatLanes.Listener, AutoCloseable {
  private final ObserveRequest request;
  private final ScheduledExecutorService threads;
  private final ProbeCounts counts;
  private final ProbeJudge judge;
  private final Concerned concerned;
  private final HeartbeatLanes lanes;
  private final QuorumHeartbeat quorum;
  private final List<Prober> witnesses = new ArrayList<>();
  private final List<ScheduledFuture<?>> running = new ArrayList<>();
  private final ServiceProbe service;
  private final LogGrowth log = new LogGrowth();
  private @Nullable Long networkMs;
  private @Nullable Long freshnessMs;
  private @Nullable View changedTo;
  private long changedAtMillis;
  private boolean closed;
  private volatile long lastUsedNanos = System.nanoTime();

  LeaderWatch(
      ObserveRequest request,
      Map<String, DatabaseMember> members,
      ServiceProbe service,
      ScheduledExecutorService threads,
      ProbeCounts counts) {
    this.request = request;
    this.counts = counts;
    this.threads = threads;
    this.service = service;
    this.judge = new ProbeJudge(request.probes(), System.nanoTime());
    this.concerned = new Concerned(request.probes().failures());
    DatabaseMember leader = member(members, request.leader());
    lanes =
        new HeartbeatLanes(
            request.probes(), () -> new Prober(leader, request.observer(), "local"), threads, this);
    quorum = new QuorumHeartbeat(new Prober(leader, request.observer(), "sync"));
    for (String standby : request.standbys()) {
      witnesses.add(new Prober(member(members, standby), request.observer(), "read"));
    }
  }

  /** Starts probing. */
  LeaderWatch start() {
    every(lanes::probe);
    every(this::probeQuorum);
    every(this::askService);
    for (Prober witness : witnesses) {
      every(() -> look(witness));
    }
    return this;
  }

  private static DatabaseMember member(Map<String, DatabaseMember> members, String region) {
    DatabaseMember found = members.get(region);
    if (found == null) {
      throw new IllegalArgumentException("no way to the database of " + region);
    }
    return found;
  }

  private void every(Runnable work) {
    long millis = request.probes().interval().toMillis();
    running.add(
        threads.scheduleAtFixedRate(() -> threads.execute(work), 0, millis, TimeUnit.MILLISECONDS));
  }

  @Override
  public void answered(long tookNanos, long position) {
    counts.count(true);
    boolean again;
    synchronized (this) {
      networkMs = tookNanos / 1_000_000;
      log.seen(position, System.currentTimeMillis());
      again = judge.failing();
      judge.succeeded();
      sample(Concern.NETWORK, networkMs, request.probes().networkLimit().toMillis());
      note();
    }
    if (again) {
      // Its connection may have died with the others, unnoticed.
      quorum.drop();
    }
  }

  @Override
  public synchronized void stoodStill() {
    judge.stoodStill();
    changedTo = null;
  }

  @Override
  public synchronized void reached() {
    judge.reached();
  }

  @Override
  public synchronized void failed(@Nullable ProbeOutcome outcome, String problem) {
    counts.count(false);
    judge.failed(outcome, problem, now());
    note();
  }

  private void probeQuorum() {
    synchronized (this) {
      note();
      if (!quorum.begin()) {
        return;
      }
    }
    QuorumHeartbeat.End end = quorum.beat(this::quorumAsked);
    synchronized (this) {
      if (end != QuorumHeartbeat.End.UNCONFIRMED) {
        judge.syncDone();
      }
      note();
    }
  }

  private synchronized void quorumAsked() {
    judge.syncStarted(now());
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
        // While probes fail no rows are written: that is for the verdict, not a concern of its own.
        if (changedTo == View.HEALTHY && !judge.failing()) {
          sample(Concern.FRESHNESS, freshnessMs, request.probes().freshnessLimit().toMillis());
        }
        note();
      }
    } catch (SQLException | RuntimeException e) {
      witness.drop();
    } finally {
      witness.end();
    }
  }

  private void askService() {
    service.ask(
        problem -> {
          synchronized (this) {
            if (changedTo == View.HEALTHY) {
              concerned.sample(Concern.SERVICE, problem, now());
            }
            note();
          }
        });
  }

  private void sample(Concern kind, @Nullable Long millis, long limitMillis) {
    boolean bad = millis != null && millis > limitMillis;
    concerned.sample(kind, bad ? millis + " ms, limit " + limitMillis : null, now());
  }

  private synchronized void note() {
    View view = judge.view(now());
    if (view == null) {
      return;
    }
    if (view != changedTo) {
      // One that is dead and answers read-only later has been gone since the first.
      boolean goneBefore = changedTo != null && changedTo.callsItGone() && view.callsItGone();
      changedAtMillis = goneBefore ? changedAtMillis : System.currentTimeMillis();
      changedTo = view;
    }
    notifyAll();
  }

  /** Waits at most this long for anything other than what was reported; null when there is none. */
  synchronized @Nullable Observation next(
      @Nullable View last, List<Concern> lastConcerns, long millis)
      throws InterruptedException, ClosedException {
    lastUsedNanos = System.nanoTime();
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (closed
        || changedTo == null
        || (changedTo == last && List.copyOf(concerns().keySet()).equals(lastConcerns))) {
      if (closed) {
        throw new ClosedException();
      }
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
        concerns(),
        networkMs,
        freshnessMs,
        log.position(),
        log.atMillis(),
        log.bytesPerSecond());
  }

  /** Limits mean something under a living leader only. */
  private Map<Concern, String> concerns() {
    Map<Concern, String> concerns = new EnumMap<>(Concern.class);
    if (changedTo == View.HEALTHY) {
      concerns.putAll(concerned.raised());
    } else if (changedTo == View.NO_ACCESS) {
      concerns.put(Concern.ACCESS, judge.detail());
    }
    return concerns;
  }

  /** What is measured now. */
  synchronized WatchFigures figures() {
    return new WatchFigures(request.group(), request.leader(), networkMs, freshnessMs);
  }

  /** Whether this watches an earlier leader of the group than the one that is asked for. */
  boolean precedes(ObserveRequest other) {
    return request.group().equals(other.group()) && request.epoch() < other.epoch();
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
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    running.forEach(r -> r.cancel(false));
    lanes.close();
    quorum.drop();
    witnesses.forEach(Prober::drop);
  }

  /** Nobody probes here any more. */
  static final class ClosedException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
