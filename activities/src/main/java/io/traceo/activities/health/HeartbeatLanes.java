package io.traceo.activities.health;

import io.traceo.workflows.topology.ProbeSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts a probe every interval whether or not the last one has answered: connections take turns,
 * so that a silent one does not hold up the next. What comes later than a probe's timeout and one
 * interval is thrown away: then it was this process that stood still, not the leader.
 */
final class HeartbeatLanes implements AutoCloseable {
  private static final int LANES = 3;

  // A login is several exchanges: on a slow way it would never end within one probe's timeout, and
  // an observer that lost its connections there would not get them back. So it counts as a failed
  // probe like any other, but goes on.
  private static final int LOGIN_TIMEOUTS = 4;

  private final ProbeSettings settings;
  private final ScheduledExecutorService threads;
  private final Listener listener;
  private final List<Lane> lanes = new ArrayList<>();
  private int turn;
  private long startedNanos;
  private long calledNanos = System.nanoTime();

  /** Hears of every probe; called from several threads. */
  interface Listener {
    /**
     * @param position how far the leader has written its log
     */
    void answered(long tookNanos, long position);

    /** This process did not run for a while; what it heard before is void. */
    void stoodStill();

    /** A new connection has logged in; its probe is still under way. */
    void reached();

    /**
     * @param outcome null when there was no answer at all
     */
    void failed(@Nullable ProbeOutcome outcome, String problem);
  }

  HeartbeatLanes(
      ProbeSettings settings,
      Supplier<Prober> probers,
      ScheduledExecutorService threads,
      Listener listener) {
    this.settings = settings;
    this.threads = threads;
    this.listener = listener;
    for (int i = 0; i < LANES; i++) {
      lanes.add(new Lane(probers.get()));
    }
  }

  /** Starts the next probe, unless all are busy or the last one began just now. */
  void probe() {
    long now = System.nanoTime();
    boolean late;
    synchronized (this) {
      late = standstill(calledNanos);
      calledNanos = now;
    }
    if (late) {
      listener.stoodStill();
    }
    Lane lane;
    synchronized (this) {
      lane = lanes.get(turn % LANES);
      // After a standstill the scheduler makes up for what it missed: a burst is no series.
      if (now - startedNanos < settings.interval().toNanos() / 2) {
        return;
      }
      turn++;
      if (lane.busy) {
        return;
      }
      startedNanos = now;
      lane.busy = true;
    }
    attempt(lane, false);
  }

  private void attempt(Lane lane, boolean recheck) {
    long started = System.nanoTime();
    Prober prober;
    boolean login;
    synchronized (this) {
      lane.started = started;
      lane.counted = false;
      prober = lane.prober;
      login = !prober.connected();
    }
    ScheduledFuture<?> limit =
        threads.schedule(
            () -> timedOut(lane, started, login),
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      if (prober.connect() && !givenUp(lane, started)) {
        listener.reached();
      }
      long position = prober.beat();
      limit.cancel(false);
      if (finish(lane, started)) {
        listener.answered(System.nanoTime() - started, position);
      } else {
        // It logged in only after it was given up; nobody would use it again.
        prober.drop();
      }
    } catch (SQLException | RuntimeException e) {
      limit.cancel(false);
      boolean counts = finish(lane, started) && !lane.counted;
      prober.drop();
      if (counts && !standstill(started)) {
        listener.failed(ProbeOutcome.of(e), ProbeOutcome.words(e));
        if (!recheck) {
          recheckSoon(lane);
        }
      }
    }
  }

  private synchronized boolean givenUp(Lane lane, long started) {
    return lane.started != started;
  }

  /** False when the probe was given up before; its end says nothing any more. */
  private synchronized boolean finish(Lane lane, long started) {
    if (lane.started != started) {
      return false;
    }
    lane.started = 0;
    lane.busy = false;
    return true;
  }

  /** No answer in time. A login may go on for a while; anything else is given up. */
  private void timedOut(Lane lane, long started, boolean login) {
    Prober silent = null;
    boolean counts;
    synchronized (this) {
      if (lane.started != started) {
        return;
      }
      counts = !lane.counted;
      lane.counted = true;
      if (!login || !counts) {
        silent = giveUp(lane);
      }
    }
    if (counts && !standstill(started)) {
      listener.failed(null, "no answer in " + settings.timeout().toMillis() + " ms");
    }
    if (silent != null) {
      silent.drop();
    } else {
      long more = settings.timeout().multipliedBy(LOGIN_TIMEOUTS - 1).toMillis();
      var unused =
          threads.schedule(() -> timedOut(lane, started, login), more, TimeUnit.MILLISECONDS);
    }
  }

  /** The lane gets a new connection; the thread of the old one comes back with an error. */
  private static Prober giveUp(Lane lane) {
    Prober silent = lane.prober;
    lane.started = 0;
    lane.busy = false;
    lane.prober = silent.again();
    return silent;
  }

  private boolean standstill(long started) {
    return System.nanoTime() - started > settings.timeout().plus(settings.interval()).toNanos();
  }

  private void recheckSoon(Lane lane) {
    var unused =
        threads.schedule(
            () -> threads.execute(() -> recheck(lane)),
            settings.recheck().toMillis(),
            TimeUnit.MILLISECONDS);
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

  @Override
  public void close() {
    lanes.forEach(lane -> lane.prober.drop());
  }

  private static final class Lane {
    private volatile Prober prober;
    private boolean busy;
    private boolean counted;
    private long started;

    Lane(Prober prober) {
      this.prober = prober;
    }
  }
}
